"""Boxes around fields on the picture of a page, with labels that keep off what is written there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from compound.values import Box

LABEL_HEIGHT = 0.028
LABEL_PADDING = 0.02
CHARACTER_WIDTH = 0.013
"""Of a label, as shares of the page's width, at the widths that reports show pages in."""


class Place(NamedTuple):
    """Where a field was read from; `row` is the anchor of its row in the table."""

    row: str
    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled box, for all the fields that were read from just there."""

    places: tuple[Place, ...]
    side: str
    """Where the label stands: `above`, `below`, `right` or `left`."""

    @property
    def anchor(self) -> str:
        return f"{self.places[0].row}-mark"

    @property
    def label(self) -> str:
        return ", ".join(place.label for place in self.places)

    @property
    def style(self) -> str:
        """Place and size in percent of the picture, as CSS."""
        box = self.places[0].box
        width, height = box.frame.width, box.frame.height
        return (
            f"left:{box.left / width:.3%};top:{box.top / height:.3%};"
            f"width:{box.width / width:.3%};height:{box.height / height:.3%}"
        )


class _Area(NamedTuple):
    """A rectangle in shares of the page's width, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: _Area) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def marks_of(places: Iterable[Place], written: Iterable[Box]) -> tuple[Mark, ...]:
    """A mark for each box, from top to bottom, labelled on the side where the label covers least of what is written."""
    together: dict[Box, list[Place]] = {}
    for place in sorted(places, key=lambda place: (place.box.top, place.box.left)):
        together.setdefault(place.box, []).append(place)
    taken = [_area(box) for box in (*together, *written)]
    marks = []
    for box, group in together.items():
        sides = _labels(_area(box), ", ".join(place.label for place in group))
        page = _Area(0, 0, 1, box.frame.height / box.frame.width)
        side = min(sides, key=lambda side: _covered(sides[side], page, taken))
        taken.append(sides[side])
        marks.append(Mark(tuple(group), side))
    return tuple(marks)


def _area(box: Box) -> _Area:
    return _Area(*(edge / box.frame.width for edge in box.edges))


def _labels(box: _Area, label: str) -> dict[str, _Area]:
    """Where the label would stand on each side, the usual side first."""
    width, middle = LABEL_PADDING + len(label) * CHARACTER_WIDTH, (box.top + box.bottom) / 2
    beside = (middle - LABEL_HEIGHT / 2, middle + LABEL_HEIGHT / 2)
    return {
        "above": _Area(box.left, box.top - LABEL_HEIGHT, box.left + width, box.top),
        "below": _Area(box.left, box.bottom, box.left + width, box.bottom + LABEL_HEIGHT),
        "right": _Area(box.right, beside[0], box.right + width, beside[1]),
        "left": _Area(box.left - width, beside[0], box.left, beside[1]),
    }


def _covered(label: _Area, page: _Area, taken: Sequence[_Area]) -> tuple[bool, int]:
    """Whether the label would hang over the edge of the page, and how many things it would cover."""
    inside = page.left <= label.left and page.top <= label.top and label.right <= page.right
    return not (inside and label.bottom <= page.bottom), sum(map(label.touches, taken))
