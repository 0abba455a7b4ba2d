"""Failures of drawing."""

from __future__ import annotations

from compound.errors.root import CompoundError


class TooLargeToDraw(CompoundError):
    """Raised when a graph has more nodes than a drawing could show."""

    def __init__(self, *, pipeline: str, nodes: int, limit: int) -> None:
        self.pipeline = pipeline
        self.nodes = nodes
        self.limit = limit
        super().__init__(
            f"{pipeline} has {nodes:,} nodes; a drawing holds at most {limit:,}. "
            "Draw a part of it (`pipeline.graph.subgraph(…)`), or look at it as data (`compound show … --json`)."
        )
