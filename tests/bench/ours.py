"""A graph of `graphs.py` as a pipeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from compound import Pipeline, node, pipeline
from graphs import START, Graph


def as_pipeline(graph: Graph) -> Pipeline[..., Any]:
    """A pipeline that is yet to be traced, of nodes that were never used before: nothing about them is cached."""
    return pipeline(name="graph")(_traced(graph))


def _traced(graph: Graph) -> Callable[[int], int]:
    nodes: dict[Callable[..., Any], Any] = {
        function: node(function) for function in {place.function for place in graph}
    }

    def traced(start: int) -> int:
        values: dict[str, Any] = {START: start}
        for name, function, sources in graph:
            values[name] = nodes[function](*[values[source] for source in sources])
        return values[name]  # type: ignore[no-any-return]

    return traced
