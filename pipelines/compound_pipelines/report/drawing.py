"""The graph of a pipeline, as a picture and in words."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from compound.seeing.svg import to_svg

if TYPE_CHECKING:
    from compound import Pipeline


def drawing_of(pipeline: Pipeline[..., Any]) -> str:
    """The drawing as a data URI: as an image, its style and names cannot meet those of the page."""
    svg = to_svg(pipeline.graph, pipeline.name).encode("utf-8", "replace")
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")


def edges_of(pipeline: Pipeline[..., Any]) -> list[tuple[str, str]]:
    """(from, to) for each edge, by node id, for those who cannot see the picture."""
    return list(pipeline.graph.edges())
