"""From words found on a page to its text: visual rows from top to bottom, words from left to right.

On receipts and invoices the reader's eye follows a row across a gap ("TOTAL ……… 12.00"), while detectors return
both halves apart. Putting them back on one line is most of what makes such a text usable.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

SAME_ROW = 0.5
"""Two fragments share a row when their middles are closer than this part of the smaller height."""


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word and its place in pixels, not yet part of any text. Confidence is 0 to 1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words that were found as one run, in order. Its place is that on the page turned level and upright, in pixels."""

    words: tuple[FoundWord, ...]
    left: float
    right: float
    middle: float
    """Downwards."""
    height: float

    @classmethod
    def of_words(cls, words: Sequence[FoundWord]) -> Fragment:
        """Words of one line, from left to right, on a page that is level and upright already."""
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
        right = max(word.right for word in words)
        return cls(tuple(words), words[0].left, right, (top + bottom) / 2, bottom - top)

    @property
    def top(self) -> float:
        return self.middle - self.height / 2

    @property
    def bottom(self) -> float:
        return self.middle + self.height / 2

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def characters(self) -> int:
        """Spaces between words among them."""
        return sum(len(word.text) for word in self.words) + len(self.words) - 1


def visual_rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments grouped into rows, rows from top to bottom, each from left to right.

    A fragment is compared with its nearest neighbours of a row, not with the row's mean, so that rows may bend.
    """
    rows: list[_Row] = []
    for fragment in sorted(fragments, key=lambda found: (found.middle, found.left)):
        row = _row_of(fragment, rows)
        row.add(fragment)
        rows.append(row)
    return [row.fragments for row in sorted(rows, key=lambda row: median(found.middle for found in row.fragments))]


class _Row:
    """Fragments of a row from left to right."""

    def __init__(self) -> None:
        self.fragments: list[Fragment] = []
        self.lowest = 0.0
        """Middle of the fragment that came last."""

    def add(self, fragment: Fragment) -> None:
        insort(self.fragments, fragment, key=_left)
        self.lowest = fragment.middle

    def neighbour(self, fragment: Fragment) -> Fragment:
        """The nearer of those that would stand before and after it."""
        place = bisect_right(self.fragments, fragment.left, key=_left)
        return min(self.fragments[max(0, place - 1) : place + 1], key=lambda other: abs(_gap(fragment, other)))


def _row_of(fragment: Fragment, rows: list[_Row]) -> _Row:
    """The row that the fragment belongs to, taken out of `rows`, or a new one.

    Rows come by how far down they reach, and fragments from top to bottom, so that the last rows alone are in question.
    """
    nearest, distance = len(rows), (inf, inf)
    for index in range(len(rows) - 1, -1, -1):
        if fragment.middle - rows[index].lowest > SAME_ROW * fragment.height:
            break
        neighbour = rows[index].neighbour(fragment)
        below, gap = fragment.middle - neighbour.middle, _gap(fragment, neighbour)
        smaller = min(fragment.height, neighbour.height)
        if below <= SAME_ROW * smaller and gap > -smaller and (below, abs(gap)) < distance:
            nearest, distance = index, (below, abs(gap))
    return rows.pop(nearest) if nearest < len(rows) else _Row()


def _left(fragment: Fragment) -> float:
    return fragment.left


def _gap(one: Fragment, other: Fragment) -> float:
    """Horizontal distance in pixels; negative by as much as the two overlap."""
    return max(one.left, other.left) - min(one.right, other.right)
