"""Dask: a graph of tasks as a dictionary, run by the synchronous scheduler."""

from __future__ import annotations

from collections.abc import Callable

import dask
from reporting import report

from graphs import START, Graph


def prepare(graph: Graph) -> Callable[[int], int]:
    tasks = {name: (function, *sources) for name, function, sources in graph}
    last = graph[-1].name
    return lambda start: dask.get({START: start, **tasks}, last)


if __name__ == "__main__":
    report(prepare)
