"""A text as cells on pages: runs of words with no wide gap, each knowing its neighbours to the left and above.

Labels stand to the left of their values or above them, so these are the two questions a layout answers. A text
without boxes gets coordinates from its lines and columns, with two or more spaces as a gap between cells.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from compound.values import Box, DocumentText, PageText, Text, Word
from compound.values.reading import PAGE_BREAK

GAP = 1.0
"""Heights of a word; words at least this far apart belong to different cells."""

REACH = 4.0
"""Heights; a cell this far below another is no longer headed by it."""

STEEPEST = 0.2
"""Rows that fall more steeply than this are no rows of a page that was laid askew."""

CHARACTER = 0.5
"""Width of a character over the height of a line, for texts without boxes."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its text, where it stands in the content, and its place in heights or pixels."""

    text: str
    start: int
    left: float
    top: float
    right: float
    bottom: float
    box: Box | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, eq=False)
class Cell:
    """Tokens that are read together."""

    tokens: tuple[Token, ...]
    page: int
    """Number of the page, 1 for a text without pages."""
    line: int
    """Index of the line in the whole text."""

    @cached_property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for token in self.tokens:
            starts.append(at)
            at += len(token.text) + 1
        return starts

    def tokens_at(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that the characters `start` to `end` of `text` touch."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)), first + 1)
        return self.tokens[first:last]

    @property
    def left(self) -> float:
        return self.tokens[0].left

    @property
    def right(self) -> float:
        return self.tokens[-1].right

    @cached_property
    def top(self) -> float:
        return min(token.top for token in self.tokens)

    @cached_property
    def bottom(self) -> float:
        return max(token.bottom for token in self.tokens)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def beside(self, other: Cell) -> bool:
        """Whether both stand on one visual row."""
        if self.line == other.line:
            return True
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.page == other.page and shared > 0.5 * min(self.height, other.height)

    def under(self, other: Cell) -> bool:
        """Whether this cell begins close below `other` and they share a column."""
        apart = self.top - other.bottom
        overlap = min(self.right, other.right) - max(self.left, other.left)
        return self.page == other.page and -0.5 * self.height < apart < REACH * self.height and overlap > 0


class Layout:
    """The cells of a text in reading order."""

    def __init__(self, content: str, cells: Iterable[Cell]) -> None:
        self.content = content
        self.cells = tuple(cells)

    @classmethod
    def of(cls, text: Text) -> Layout:
        """From any text; the words' boxes are used where there are any."""
        return cls(text.content, _cells_of(text))

    def to_the_left(self, cell: Cell) -> list[Cell]:
        """Cells of the same visual row that end before this one begins, nearest first."""
        found = [other for other in self._near(cell) if other is not cell and other.beside(cell)]
        return sorted((other for other in found if other.right <= cell.left), key=lambda other: -other.right)

    def to_the_right(self, cell: Cell) -> list[Cell]:
        """Cells of the same visual row that begin after this one ends, nearest first."""
        found = [other for other in self._near(cell) if other is not cell and other.beside(cell)]
        return sorted((other for other in found if other.left >= cell.right), key=lambda other: other.left)

    def above(self, cell: Cell) -> list[Cell]:
        """Cells that this one stands close under, nearest first."""
        found = [other for other in self._near(cell) if other is not cell and cell.under(other)]
        return sorted(found, key=lambda other: cell.top - other.bottom)

    def below(self, cell: Cell) -> list[Cell]:
        """Cells that stand close under this one, nearest first."""
        found = [other for other in self._near(cell) if other is not cell and other.under(cell)]
        return sorted(found, key=lambda other: other.top)

    @cached_property
    def _by_line(self) -> list[list[Cell]]:
        lines: list[list[Cell]] = [[] for _ in range(max((cell.line for cell in self.cells), default=-1) + 1)]
        for cell in self.cells:
            lines[cell.line].append(cell)
        return lines

    def _near(self, cell: Cell) -> Iterator[Cell]:
        """Cells of the lines around; reading order keeps neighbours within a dozen lines."""
        for line in self._by_line[max(0, cell.line - 12) : cell.line + 13]:
            yield from line


def _cells_of(text: Text) -> Iterator[Cell]:
    if isinstance(text, DocumentText):
        yield from _cells_of_pages(text)
    elif isinstance(text, PageText) and text.words:
        yield from _cells_of_page(text, offset=0, line=0)
    else:
        yield from _cells_of_plain(text.content)


def _cells_of_pages(document: DocumentText) -> Iterator[Cell]:
    offset = line = 0
    for page in document.pages:
        yield from _cells_of_page(page, offset, line)
        offset += len(page.content) + len(PAGE_BREAK)
        line += page.content.count("\n") + 1


def _cells_of_page(page: PageText, offset: int, line: int) -> Iterator[Cell]:
    ends = [match.start() for match in re.finditer("\n", page.content)]
    rows: dict[int, list[Word]] = {}
    for word in page.words:
        rows.setdefault(bisect_right(ends, word.start), []).append(word)
    slope = _slope(rows.values())
    for index, words in rows.items():
        for run in _runs([_token(word, offset, slope) for word in words]):
            yield Cell(run, page.page, line + index)


def _slope(rows: Iterable[Sequence[Word]]) -> float:
    """Pixels by which rows fall for each pixel to the right: the median over the wider half of the rows."""
    ends = [(row[0].box, row[-1].box) for row in rows if len(row) > 1]
    widths = sorted(last.left - first.left for first, last in ends)
    wide = [(first, last) for first, last in ends if last.left - first.left >= max(1.0, widths[len(widths) // 2])]
    falls = [(last.top + last.bottom - first.top - first.bottom) / 2 / (last.left - first.left) for first, last in wide]
    slope = median(falls) if falls else 0.0
    return slope if abs(slope) < STEEPEST else 0.0


def _cells_of_plain(content: str) -> Iterator[Cell]:
    offset = 0
    for line, row in enumerate(content.split("\n")):
        column = row.expandtabs(8)
        words = re.finditer(r"\S+", row)
        places = re.finditer(r"\S+", column)
        tokens = [
            Token(word.group(), offset + word.start(), at.start() * CHARACTER, line, at.end() * CHARACTER, line + 1)
            for word, at in zip(words, places, strict=True)
        ]
        for run in _runs(tokens):
            yield Cell(run, 1, line)
        offset += len(row) + 1


def _token(word: Word, offset: int, slope: float) -> Token:
    """The word as it would lie if its row were level; its box stays that of the page."""
    box = word.box
    middle = (box.top + box.bottom - slope * (box.left + box.right)) / 2
    half = max(box.bottom - box.top - abs(slope) * (box.right - box.left), 1.0) / 2
    return Token(word.text, word.start + offset, box.left, middle - half, box.right, middle + half, box)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Tokens of a line, split where the gap is wide."""
    run: list[Token] = []
    for token in tokens:
        if run and token.left - run[-1].right >= GAP * min(token.bottom - token.top, run[-1].bottom - run[-1].top):
            yield tuple(run)
            run = []
        run.append(token)
    if run:
        yield tuple(run)
