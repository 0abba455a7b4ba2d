"""What arrives at a node, port by port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.graph.shapes import Branch

if TYPE_CHECKING:
    import networkx

    from compound.graph.view import Link


def inlets(graph: networkx.DiGraph[str], node: str) -> dict[str, list[tuple[str, Link]]]:
    """Label of the producer and link, for each edge into each port; ports in the order of the node's signature."""
    arriving: dict[str, list[tuple[str, Link]]] = {}
    for source, edge in graph.pred[node].items():
        for link in edge["links"]:
            arriving.setdefault(link.port, []).append((graph.nodes[source]["label"], link))
    known = _ports(graph.nodes[node])
    return {port: arriving[port] for port in sorted(arriving, key=lambda port: known.get(port, len(known)))}


def _ports(attributes: dict[str, Any]) -> dict[str, int]:
    step = attributes["step"]
    if step is not None and step.declaration is not None:
        names = [port.name for port in step.declaration.signature.inputs]
    elif step is not None and isinstance(step.shape, Branch):
        names = ["condition", "value", *step.shape.labels]
    else:
        names = ["items", "state"]
    return {name: place for place, name in enumerate(names)}
