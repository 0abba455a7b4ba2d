"""What the scripts of the peers print: µs a node of each shape, once its result is the right one."""

from __future__ import annotations

import json
from collections.abc import Callable
from statistics import median
from typing import Any

from graphs import SHAPES, START, Graph
from measuring import seconds

BUDGET = 4.0
"""Seconds to spend on a shape, after three runs."""

Prepare = Callable[[Graph], Callable[[int], int]]
"""Builds a graph in the peer; gives the function that runs it."""


def report(prepare: Prepare) -> None:
    """Runs every shape in the peer."""
    print(json.dumps({name: _cost(prepare, graph) for name, graph in SHAPES.items()}))


def _cost(prepare: Prepare, graph: Graph) -> float:
    run = prepare(graph)
    assert run(1) == _by_hand(graph, 1)
    samples = [seconds(lambda: run(1)) for _ in range(3)]
    while sum(samples) < BUDGET and len(samples) < 40:
        samples.append(seconds(lambda: run(1)))
    return median(samples) / len(graph) * 1e6


def _by_hand(graph: Graph, start: int) -> Any:
    values: dict[str, Any] = {START: start}
    for name, function, sources in graph:
        values[name] = function(*[values[source] for source in sources])
    return values[graph[-1].name]
