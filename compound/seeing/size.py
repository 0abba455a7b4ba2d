"""How much a drawing can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compound.errors.seeing import TooLargeToDraw

if TYPE_CHECKING:
    import networkx

LIMIT = 1_000
"""Nodes; beyond that nobody sees anything, and the work grows with the square."""


def refuse_too_large(graph: networkx.DiGraph[str]) -> None:
    """Raises TooLargeToDraw."""
    nodes = _nodes(graph)
    if nodes > LIMIT:
        raise TooLargeToDraw(pipeline=graph.name, nodes=nodes, limit=LIMIT)


def _nodes(graph: networkx.DiGraph[str]) -> int:
    return len(graph) + sum(_nodes(node["body"]) for node in graph.nodes.values() if "body" in node)
