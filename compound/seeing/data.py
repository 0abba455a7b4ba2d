"""A graph as plain data, for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from compound.seeing.family import family

if TYPE_CHECKING:
    import networkx


def as_data(graph: networkx.DiGraph[str]) -> dict[str, Any]:
    """`name`, `nodes` and `edges` of `pipeline.graph`, ready for JSON.

    A node has `id`, `kind`, `type`, `family` (see family.py), `constants` by port as Python writes them, `when`
    (`branch` and `is`) if it may be skipped, and `body` if it is an `each` or a `loop`. An edge has `from`, `to`,
    `port`, `type`, `field` and `when`; two ports fed by one node are two edges.
    """
    return {
        "name": graph.name,
        "nodes": [_node(node, attributes) for node, attributes in graph.nodes(data=True)],
        "edges": [
            {"from": source, "to": target, **asdict(link)}
            for source, target, edge in graph.edges(data=True)
            for link in edge["links"]
        ],
    }


def _node(node: str, attributes: dict[str, Any]) -> dict[str, Any]:
    constants = {port: repr(value) for port, value in attributes["constants"]}
    data = {"id": node, "kind": attributes["kind"], "type": attributes["type"], "family": family(attributes)}
    if constants:
        data["constants"] = constants
    if attributes["when"] is not None:
        data["when"] = dict(zip(("branch", "is"), attributes["when"], strict=True))
    if "body" in attributes:
        data["body"] = as_data(attributes["body"])
    return data
