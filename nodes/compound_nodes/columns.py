"""Columns of prose: which parts of a page are read apart, the left one to its end before the right one.

This is recursive XY-cut (Nagy and Seth, "Hierarchical representation of optically scanned documents", ICPR 1984) with
two changes. Cuts follow rows of text instead of ink, and what lies across a gutter between text on both sides, such as
the caption of a picture, is set aside and read after the columns (as in XY-Cut++, Liu et al., arXiv:2504.10258). And
white space parts columns only where prose stands on both sides of it: receipts, forms and tables, whose cells are short
or of uneven length, are read along their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from statistics import median

from compound_nodes.reading_order import Fragment, visual_rows

FEWEST_LINES = 6
"""Of a column; side by side, fewer lines are more often two addresses than two columns."""
PROSE_CHARACTERS = 18
"""In the middle one of a column's lines; newspapers set 25 and more, cells of tables hold fewer."""
PROSE_FILL = 0.85
"""Of the width of the lines around it is what the middle one of a column's lines takes up, even if set ragged."""
STANDS_OFF = 1.2
"""Heights of white space that part a column from a heading above it or a page number below it."""
APART = 3.0
"""Heights of white space, all across, that end columns: what is below is another part of the page."""
BESIDE = 0.3
"""Of the smaller height; lines overlap by more if they stand beside each other, and by less if one above the other."""
OVERSHOOT = 0.3
"""Heights by which the box of a line may reach over its end; detectors draw them wide."""
MOST_GUTTERS = 40
"""That are tried, those with the most rows first."""
MOST_IN_A_ROW, MOST_ROWS = 30, 1_000
"""Runs and rows that a page of columns may have; a page of more is made to keep a reader busy."""
DEEPEST = 8
"""Levels of columns within columns."""

Rows = Sequence[Sequence[Fragment]]


def rows_in_order(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Visual rows of a page as they are read: from top to bottom, and within columns of prose column by column."""
    return list(_read(fragments, DEEPEST))


def _read(fragments: Sequence[Fragment], levels: int) -> Iterator[list[Fragment]]:
    rows = visual_rows(fragments)
    band = _best_band(rows) if levels else None
    if band is None:
        yield from rows
        return
    yield from _read([found for row in rows[: band.first] for found in row], levels - 1)
    for part in (band.left, band.right, band.insets):
        yield from _read([found for row in part for found in row], levels - 1)
    yield from _read([found for row in rows[band.end :] for found in row], levels - 1)


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows `first` to `end` (exclusive) that a gutter runs through, row by row parted by it."""

    first: int
    end: int
    left: Rows
    right: Rows
    insets: Rows

    @property
    def lines(self) -> int:
        """Of the shorter side."""
        return min(len(self.left), len(self.right))


def _best_band(rows: Rows) -> _Band | None:
    """The band of two columns of prose with the most lines, and the fewest that lie across."""
    if max(map(len, rows), default=0) > MOST_IN_A_ROW or len(rows) > MOST_ROWS:
        return None
    insets = _insets(rows)
    bands = [band for gutter in _gutters(rows) for band in _bands(rows, insets, gutter) if band.lines >= FEWEST_LINES]
    bands.sort(key=lambda band: len(band.insets) - band.lines)
    return next((band for band in bands if _is_prose(band.left) and _is_prose(band.right)), None)


def _gutters(rows: Rows) -> list[float]:
    """Middles of the white space between neighbours; those that many rows share come first."""
    places: dict[int, list[float]] = {}
    step = median([run.height for row in rows for run in row] or [1.0]) / 2 or 1.0
    for index, row in enumerate(rows):
        for run in row:
            following = [other.left for other in _beside(rows, index, run) if _is_left_of(run, other.left)]
            if following:
                middle = (run.right + min(following)) / 2
                places.setdefault(round(middle / step), []).append(middle)
    return [median(middles) for middles in sorted(places.values(), key=len, reverse=True)[:MOST_GUTTERS]]


def _bands(rows: Rows, insets: Set[int], gutter: float) -> Iterator[_Band]:
    """Stretches of rows that the gutter runs through without meeting text, save insets."""
    first = 0
    for index in range(len(rows) + 1):
        blocked = index < len(rows) and _blocked(rows[index], insets, gutter)
        if blocked or index == len(rows) or _is_apart(rows, index):
            if index > first:
                yield _parted(rows, *_trimmed(rows, first, index, gutter), gutter)
            first = index + blocked


def _blocked(row: Sequence[Fragment], insets: Set[int], gutter: float) -> bool:
    return any(_lies_across(run, gutter) and id(run) not in insets for run in row)


def _lies_across(run: Fragment, gutter: float) -> bool:
    return not _is_left_of(run, gutter) and not _is_right_of(run, gutter)


def _is_left_of(run: Fragment, x: float) -> bool:
    return run.right <= x + OVERSHOOT * run.height and run.center < x


def _is_right_of(run: Fragment, x: float) -> bool:
    return run.left >= x - OVERSHOOT * run.height and run.center >= x


def _insets(rows: Rows) -> set[int]:
    """Identities of the runs that have text on both sides."""
    return {id(run) for index, row in enumerate(rows) for run in row if _is_between(run, _beside(rows, index, run))}


def _is_between(run: Fragment, beside: Sequence[Fragment]) -> bool:
    before = any(_is_left_of(other, run.left) for other in beside)
    return before and any(_is_right_of(other, run.right) for other in beside)


def _beside(rows: Rows, index: int, run: Fragment) -> list[Fragment]:
    """Runs at the height of this one: of columns whose lines do not align, they are in the rows before or after."""
    near = [other for row in rows[max(0, index - 1) : index + 2] for other in row]
    return [other for other in near if -_white(run, other) > BESIDE * min(run.height, other.height)]


def _is_apart(rows: Rows, index: int) -> bool:
    """Whether a broad strip of white lies above this row, all across."""
    white = min((_white(run, other) for run in rows[index] for other in rows[index - 1]), default=0.0)
    return index > 0 and white > APART * min(run.height for run in rows[index])


def _white(one: Fragment, other: Fragment) -> float:
    """Vertical distance; negative by as much as the two overlap."""
    return max(one.top, other.top) - min(one.bottom, other.bottom)


def _trimmed(rows: Rows, first: int, end: int, gutter: float) -> tuple[int, int]:
    """The band without what stands off at its ends on one side alone: headings above and page numbers below."""
    while end - first > 1 and _stands_off(rows[end - 1], rows[end - 2], gutter):
        end -= 1
    while end - first > 1 and _stands_off(rows[first], rows[first + 1], gutter):
        first += 1
    return first, end


def _stands_off(row: Sequence[Fragment], inner: Sequence[Fragment], gutter: float) -> bool:
    if any(_is_left_of(run, gutter) for run in row) and any(_is_right_of(run, gutter) for run in row):
        return False
    white = min(_white(run, other) for run in row for other in inner)
    return white > STANDS_OFF * min(run.height for run in row)


def _parted(rows: Rows, first: int, end: int, gutter: float) -> _Band:
    band = rows[first:end]
    left = [[run for run in row if _is_left_of(run, gutter)] for row in band]
    right = [[run for run in row if _is_right_of(run, gutter)] for row in band]
    insets = [[run for run in row if _lies_across(run, gutter)] for row in band]
    return _Band(first, end, *([row for row in part if row] for part in (left, right, insets)))


def _is_prose(rows: Rows) -> bool:
    """Whether most lines are long enough, and about as long as the lines above and below them."""
    fills = [
        run.width / max(other.width for other in (run, *_above_and_below(rows, index, run)))
        for index, row in enumerate(rows)
        for run in row
    ]
    return median(fills) >= PROSE_FILL and median(run.characters for row in rows for run in row) >= PROSE_CHARACTERS


def _above_and_below(rows: Rows, index: int, run: Fragment) -> list[Fragment]:
    near = [other for row in (*rows[max(0, index - 1) : index], *rows[index + 1 : index + 2]) for other in row]
    return [other for other in near if min(run.right, other.right) > max(run.left, other.left)]
