"""Boxes around fields on the picture of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from compound.values import Box

if TYPE_CHECKING:
    from compound_pipelines.report.document import FieldRow

LABEL_HEIGHT = 0.022
"""Of a label, as a share of the page's width, at the width that a report shows pages in."""
CHARACTER_WIDTH = 0.012


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in shares of the page's width, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Area) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled box, for all the fields that were read from just there."""

    anchor: str
    rows: tuple[FieldRow, ...]
    box: Box
    side: Literal["above", "below"]
    """Where the label stands."""

    @property
    def style(self) -> str:
        """Place and size in percent of the picture."""
        frame, box = self.box.frame, self.box
        return (
            f"left:{box.left / frame.width:.3%};top:{box.top / frame.height:.3%};"
            f"width:{box.width / frame.width:.3%};height:{box.height / frame.height:.3%}"
        )
