"""What building costs, and what becomes of building and running when a graph is a hundred times as large."""

from __future__ import annotations

from floors import networkx_graph
from graphs import chain, few_types
from measuring import Row, at_most, in_turns
from ours import as_pipeline

MICRO, MILLI = 1e6, 1e3
SMALL, LARGE = 1_000, 100_000
PAIRS = 15


def build() -> list[Row]:
    """From functions to a plan: annotations read, nodes declared, the pipeline traced, every edge checked."""
    graph = few_types(SMALL)
    pairs = in_turns(lambda: as_pipeline(graph).plan, lambda: networkx_graph(graph))
    ours, floor = pairs.ours * MILLI, pairs.floor * MILLI
    bars = at_most(ours, 25, "ms"), at_most(pairs.ratio, 5)
    name = f"build of {len(graph):,} nodes of few types"
    return [Row(name, "ms", ours, floor, pairs.ratio, bars=bars, note="networkx build")]


def large() -> list[Row]:
    """Run and build of a chain of 100,000, with Python's recursion limit as it is."""
    small_graph, large_graph = chain(SMALL), chain(LARGE)
    small, large = as_pipeline(small_graph), as_pipeline(large_graph)
    assert large(0) == LARGE
    runs = in_turns(lambda: large.run(0).output, lambda: small.run(0).output, PAIRS)
    builds = in_turns(lambda: as_pipeline(large_graph).plan, lambda: as_pipeline(small_graph).plan, PAIRS)
    rows = []
    for what, pairs, limit in (("run", runs, 1.5), ("build", builds, 2)):
        ours, floor = pairs.ours / LARGE * MICRO, pairs.floor / SMALL * MICRO
        ratio = pairs.ratio / (LARGE / SMALL)
        bars = (at_most(ratio, limit),)
        rows.append(Row(f"{what} of {LARGE:,} nodes", "µs a node", ours, floor, ratio, bars=bars, note="1,000"))
    return rows
