"""How a page is laid out: its regions, and what each is."""

from __future__ import annotations

from typing import Literal, Self, TypeAlias

from pydantic import model_validator

from compound.values.geometry import Box, Frame
from compound.values.text import PageNumber
from compound.values.value import Confidence, Value

RegionKind: TypeAlias = Literal[
    "caption",
    "footnote",
    "formula",
    "list_item",
    "page_footer",
    "page_header",
    "picture",
    "section_header",
    "table",
    "text",
    "title",
]
"""The eleven classes of DocLayNet (Pfitzmann et al., 2022, arXiv:2206.01062), which most layout models know."""


class Region(Value):
    """A part of a page that holds one thing."""

    kind: RegionKind
    box: Box
    confidence: Confidence


class Layout(Value):
    """The regions of one page."""

    page: PageNumber
    """Number of the page; the first is 1."""

    frame: Frame
    """The frame of the page's image; every box lies on it."""

    regions: tuple[Region, ...]
    """In reading order."""

    @model_validator(mode="after")
    def _regions_lie_on_the_page(self) -> Self:
        for region in self.regions:
            self.frame.require(region.box.frame, f"place a region on page {self.page}")
        return self

    def of(self, kind: RegionKind) -> tuple[Region, ...]:
        """The regions of one kind, in reading order."""
        return tuple(region for region in self.regions if region.kind == kind)
