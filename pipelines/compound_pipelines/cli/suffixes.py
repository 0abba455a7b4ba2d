"""Which files of a folder a pipeline is meant for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound import Pipeline
    from compound.nodes.declaration import Declaration

DOCUMENTS = frozenset(
    {
        ".pdf", ".docx", ".html", ".htm", ".xhtml", ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".tif", ".tiff",
        ".gif", ".bmp", ".avif", ".jp2", ".j2k", ".ppm", ".pgm", ".pbm", ".pnm",
    }
)  # fmt: skip
"""Usual suffixes of what `document.load` reads: PDF, DOCX, HTML and the image formats that are accepted."""
_LOADER = "compound_nodes.document_load:DocumentLoad"


def suffixes_for(pipeline: Pipeline[..., Any]) -> frozenset[str] | None:
    """The suffixes, in lower case with their dot; None for a pipeline that may want any file."""
    return DOCUMENTS if loader_of(pipeline) is not None else None


def loader_of(pipeline: Pipeline[..., Any]) -> Declaration | None:
    """The node that loads documents for a pipeline, if one does."""
    nodes = (step.declaration for step in pipeline.plan.steps if step is not None)
    return next((node for node in nodes if node is not None and node.ref == _LOADER), None)
