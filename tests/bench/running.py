"""What the engine costs a node and an item, with nodes that do next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from compound import each, node, pipeline
from floors import networkx_graph, networkx_loop
from graphs import SHAPES
from measuring import Row, at_most, in_turns, repeated
from ours import as_pipeline

MICRO = 1e6
ITEMS = 1_000
ARRAY_NODES = 20


def shape(name: str) -> Callable[[], list[Row]]:
    """The measure of one of the shapes against a networkx loop."""
    return partial(_shape, name)


def _shape(name: str) -> list[Row]:
    graph, start = SHAPES[name], 1
    ours, drawn = as_pipeline(graph), networkx_graph(graph)
    run = ours.run(start)
    assert run.output == networkx_loop(drawn, start)
    assert len(run.timings) == len(graph), "every node is timed"
    pairs = in_turns(lambda: ours.run(start).output, lambda: networkx_loop(drawn, start))
    cost, floor = (seconds / len(graph) * MICRO for seconds in (pairs.ours, pairs.floor))
    bars = at_most(cost, 2, "µs"), at_most(pairs.ratio, 0.8)
    return [Row(name, "µs a node", cost, floor, pairs.ratio, bars=bars, note="networkx loop")]


def items() -> list[Row]:
    """`each` over bodies of one node and of three."""

    @node
    def inc(x: int) -> int:
        return x + 1

    @pipeline
    def one(xs: list[int]) -> list[int]:
        return each(inc, xs)

    @pipeline
    def three(xs: list[int]) -> list[int]:
        return each(lambda x: inc(inc(inc(x))), xs)

    xs = list(range(ITEMS))
    rows = []
    for size, ours in ((1, one), (3, three)):
        assert ours(xs) == [x + size for x in xs]
        cost = repeated(lambda ours=ours: ours.run(xs).output) / (ITEMS * size) * MICRO  # type: ignore[misc]
        name = f"each over {ITEMS:,} items, body of {size}"
        rows.append(Row(name, "µs an item and node", cost, bars=(at_most(cost, 5, "µs"),)))
    return rows


def large_array() -> list[Row]:
    """An array of 64 MB handed from node to node."""

    @node
    def same(x: np.ndarray) -> np.ndarray:
        return x

    @pipeline
    def hand_on(x: np.ndarray) -> np.ndarray:
        for _ in range(ARRAY_NODES):
            x = same(x)
        return x

    array = np.ones((4096, 4096), np.float32)
    assert hand_on(array) is array, "the same object comes out"
    cost = repeated(lambda: hand_on.run(array).output) * MICRO
    bars = (at_most(cost, 100, "µs"),)
    return [Row(f"64 MB array through {ARRAY_NODES} nodes", "µs", cost, bars=bars, note="the same object out")]
