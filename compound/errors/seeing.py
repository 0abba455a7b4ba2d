"""Failures of drawing."""

from __future__ import annotations

from compound.errors.root import CompoundError


class TooLargeToDraw(CompoundError):
    """Raised when a graph has more nodes than a drawing could show; or edges, or letters, if `unit` says so."""

    def __init__(self, *, pipeline: str, nodes: int, limit: int, unit: str = "nodes") -> None:
        self.pipeline = pipeline
        self.nodes = nodes
        self.limit = limit
        self.unit = unit
        super().__init__(
            f"{pipeline} has {nodes:,} {unit}; a drawing holds at most {limit:,}. "
            "Draw a part of it (`pipeline.graph.subgraph(…)`), or look at it as data (`compound show … --json`)."
        )
