"""The graph of a pipeline, as a picture and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound import Pipeline


def svg_of(pipeline: Pipeline[..., Any]) -> str | None:
    return None


def edges_of(pipeline: Pipeline[..., Any]) -> list[tuple[str, str]]:
    """(from, to) for each edge, by node id, for those who cannot see the picture."""
    return list(pipeline.graph.edges())
