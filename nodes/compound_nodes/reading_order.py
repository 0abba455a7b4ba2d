"""From words found on a page to its text: visual rows from top to bottom, words from left to right.

On receipts and invoices the reader's eye follows a row across a gap ("TOTAL ……… 12.00"), while detectors return
both halves apart. Putting them back on one line is most of what makes such a text usable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    def of_word(cls, word: FoundWord) -> Fragment:
        """A word of a page that is level and upright already."""
        return cls((word,), word.left, word.right, (word.top + word.bottom) / 2, word.bottom - word.top)


def visual_rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments grouped into rows, rows from top to bottom, each from left to right.

    A fragment is compared with its nearest neighbour of a row, not with the row's mean, so that rows may bend.
    """
    rows: list[list[Fragment]] = []
    tallest = max((fragment.height for fragment in fragments), default=0.0)
    open_from = 0
    for fragment in sorted(fragments, key=lambda found: (found.middle, found.left)):
        while open_from < len(rows) and rows[open_from][-1].middle < fragment.middle - tallest:
            open_from += 1
        candidates = [row for row in rows[open_from:] if _belongs(fragment, row)]
        if candidates:
            min(candidates, key=lambda row: abs(_neighbour(fragment, row).middle - fragment.middle)).append(fragment)
        else:
            rows.append([fragment])
    for row in rows:
        row.sort(key=lambda found: found.left)
    return sorted(rows, key=lambda row: median(found.middle for found in row))


def _belongs(fragment: Fragment, row: Sequence[Fragment]) -> bool:
    neighbour = _neighbour(fragment, row)
    smaller = min(fragment.height, neighbour.height)
    return abs(fragment.middle - neighbour.middle) <= SAME_ROW * smaller and _gap(fragment, neighbour) > -smaller


def _neighbour(fragment: Fragment, row: Sequence[Fragment]) -> Fragment:
    return min(row, key=lambda other: abs(_gap(fragment, other)))


def _gap(one: Fragment, other: Fragment) -> float:
    """Horizontal distance in pixels; negative by as much as the two overlap."""
    return max(one.left, other.left) - min(one.right, other.right)
