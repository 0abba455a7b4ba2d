"""Sets a flow of passages on sheets, so that text without pages can be looked at and pointed into like any other.

The sheets show what was read and not how the file looks elsewhere: black on white, without pictures. Lines are measured
by the face that comes with Pillow, so that they break alike everywhere. It has ASCII alone: other words are drawn by a
face of the system, narrowed to their place, or where there is none, as boxes; the text itself has all letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, groupby, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from PIL import Image as Pil
from PIL import ImageDraw, ImageFont

from compound_nodes.reading_order import FoundWord, Fragment

if TYPE_CHECKING:
    from compound_nodes.flow import Passage

WIDTH, HEIGHT, MARGIN = 827, 1169, 72
"""Pixels; A4 at 100 dpi."""
LETTER = 16.0
"""Pixels of plain text, 11.5 points."""
LEADING = 1.35
"""Letters from line to line."""
SPACING = 0.5
"""Letters between passages."""
LINE = WIDTH - 2 * MARGIN
GUTTER = 2 * LETTER
"""Pixels between columns of a table."""
LETTER_HEIGHT = 1.15
"""Letters from the top of a line to its bottom."""
SMALLEST = 0.4
"""Part of their size that the letters of a crowded table keep, though words run into the next column then."""
LONGEST_WORD = 100
"""Characters, beyond which a word is broken: no language has such, but data within pages do."""

WIDE_FACES = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf", "Arial.ttf", "arial.ttf")
"""Of the systems that Pillow looks through; each has Latin, Greek and Cyrillic."""

Column = tuple[float, float]
"""Left edge and width, in pixels from the margin."""


Sheet: TypeAlias = list[list[Fragment]]
"""Rows of a page in reading order."""


def typeset(passages: Iterable[Passage]) -> Iterator[Sheet]:
    """Sheets of these passages, each as soon as it is full; one empty sheet when there are none."""
    setter = _Setter()
    for _, group in groupby(passages, key=lambda passage: len(passage.cells)):
        table = list(group)
        columns, shrink = _columns(table)
        for passage in table:
            yield from setter.set(passage, columns, LETTER * passage.size * shrink)
    yield setter.sheet


def printed(sheet: Sheet) -> Pil.Image:
    """The picture of a sheet, gray."""
    picture = Pil.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(picture)
    for word in (word for row in sheet for fragment in row for word in fragment.words):
        size = (word.bottom - word.top) / LETTER_HEIGHT
        draw.text((word.left, word.top), word.text, 0, _face_with(word.text, size, word.right - word.left))
    return picture


class _Setter:
    """Puts passages on a sheet, one below the other, and takes a new sheet when it is full."""

    def __init__(self) -> None:
        self.sheet: Sheet = []
        self._y = float(MARGIN)

    def set(self, passage: Passage, columns: Sequence[Column], size: float) -> Iterator[Sheet]:
        """Sheets that are full before all of the passage is set."""
        cells = [_wrapped(cell, size, width) for cell, (_, width) in zip(passage.cells, columns, strict=True)]
        for lines in zip_longest(*cells, fillvalue=()):
            if self._y + LEADING * size > HEIGHT - MARGIN:
                yield self.sheet
                self.sheet, self._y = [], float(MARGIN)
            placed = zip(columns, lines, strict=True)
            self.sheet.append([self._line(MARGIN + left, words, size) for (left, _), words in placed if words])
            self._y += LEADING * size
        self._y += SPACING * size

    def _line(self, x: float, words: Sequence[str], size: float) -> Fragment:
        found = []
        for word in words:
            found.append(FoundWord(word, x, self._y, x + _length(word, size), self._y + LETTER_HEIGHT * size, 1.0))
            x = found[-1].right + _length(" ", size)
        return Fragment.of_words(found)


def _columns(table: Sequence[Passage]) -> tuple[list[Column], float]:
    """The columns of a table (a paragraph has one), and the part of their size that its letters must shrink to.

    Columns get what their longest words take up, and share the rest of the line by what they have more to say.
    """
    texts = list(zip(*(passage.cells for passage in table), strict=True))
    if len(texts) == 1:
        return [(0.0, LINE)], 1.0
    needed = [max((_length(word, LETTER) for text in column for word in _words(text)), default=0.0) for column in texts]
    wanted = [max(sum(_length(word + " ", LETTER) for word in _words(text)) for text in column) for column in texts]
    room = LINE - GUTTER * (len(texts) - 1)
    if room <= sum(needed):
        shrink = max(room, 1.0) / sum(needed)
        return _placed([width * shrink for width in needed]), max(shrink, SMALLEST)
    spare = [want - need for want, need in zip(wanted, needed, strict=True)]
    share = min(1.0, (room - sum(needed)) / (sum(spare) or 1.0))
    return _placed([need + more * share for need, more in zip(needed, spare, strict=True)]), 1.0


def _placed(widths: Sequence[float]) -> list[Column]:
    lefts = accumulate((width + GUTTER for width in widths[:-1]), initial=0.0)
    return list(zip(lefts, widths, strict=True))


def _wrapped(text: str, size: float, width: float) -> Iterator[list[str]]:
    """Lines of words, as many on each as fit."""
    line: list[str] = []
    x, blank = 0.0, _length(" ", size)
    for word in _words(text):
        length = _length(word, size)
        if line and x + length > width + 1:
            yield line
            line, x = [], 0.0
        line.append(word)
        x += length + blank
    if line:
        yield line


def _words(text: str) -> Iterator[str]:
    for word in text.split():
        for start in range(0, len(word), LONGEST_WORD):
            yield word[start : start + LONGEST_WORD]


@lru_cache(maxsize=20_000)
def _length(word: str, size: float) -> float:
    """Pixels."""
    return float(_face(size).getlength(word))


Face: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont


def _face_with(word: str, size: float, width: float) -> Face:
    """A face that has the word's letters, so small that it fits its place."""
    face = _face(size) if word.isascii() else _wide_face(size)
    length = face.getlength(word)
    return face if length <= width + 1 else _wide_face(size * width / length)


@lru_cache(maxsize=256)
def _face(size: float) -> Face:
    return ImageFont.load_default(size)


@lru_cache(maxsize=256)
def _wide_face(size: float) -> Face:
    for name in WIDE_FACES:
        with suppress(OSError):
            return ImageFont.truetype(name, size)
    return _face(size)
