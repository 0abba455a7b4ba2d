"""The same work without an engine: what the engine is held against."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import networkx

from graphs import START, Graph

Drawn = networkx.DiGraph  # generic for type checkers only


def networkx_graph(graph: Graph) -> Drawn[str]:
    """Built as anyone would: a node with its function, an edge for each source. Nothing is checked."""
    drawn: Drawn[str] = networkx.DiGraph()
    for name, function, sources in graph:
        drawn.add_node(name, function=function, sources=sources)
        drawn.add_edges_from((source, name) for source in sources if source != START)
    return drawn


def networkx_loop(drawn: Drawn[str], start: int) -> Any:
    """Every node in topological order, results by name. Nothing is checked or timed."""
    results: dict[str, Any] = {START: start}
    for name in networkx.topological_sort(drawn):
        node = drawn.nodes[name]
        results[name] = node["function"](*[results[source] for source in node["sources"]])
    return results[name]


@contextmanager
def warm_threads(work: Callable[[int], int], calls: int) -> Iterator[Callable[[], int]]:
    """The calls on a pool with a thread for each, which are all up."""
    with ThreadPoolExecutor(calls) as pool:
        yield lambda: sum(pool.map(work, range(calls)))


@contextmanager
def warm_gather(work: Callable[[int], Awaitable[int]], calls: int) -> Iterator[Callable[[], int]]:
    """The calls gathered on an event loop that is up."""

    async def gathered() -> int:
        return sum(await asyncio.gather(*[work(number) for number in range(calls)]))

    with asyncio.Runner() as runner:
        yield lambda: runner.run(gathered())
