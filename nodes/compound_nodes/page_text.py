"""Writes a page's text from the words found on it, keeping for each word and line its box and its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean, median

from compound.values import Box, Frame, Line, PageText, Word
from compound_nodes.columns import rows_in_order
from compound_nodes.reading_order import FoundWord, Fragment

WIDE_GAP = 1.5
"""Heights of the row; a gap at least this wide separates columns of a row and is written as two spaces."""


def page_text(fragments: Sequence[Fragment], *, number: int, frame: Frame) -> PageText:
    """The text of a page in reading order, a visual row a line; columns of prose come one after the other.

    Args:
        fragments: what was found on the page, in any order; those without words are left out.
        number: of the page, from 1.
        frame: of the page's image. Boxes that reach over its edge are cut there.
    """
    return text_of_rows(rows_in_order([found for found in fragments if found.words]), number=number, frame=frame)


def text_of_rows(rows: Iterable[Sequence[Fragment]], *, number: int, frame: Frame) -> PageText:
    """The text of rows that are in reading order already, each from left to right and not empty."""
    writer = _Writer(frame)
    for row in rows:
        writer.write(row)
    return PageText(
        content=writer.content, page=number, frame=frame, words=tuple(writer.words), lines=tuple(writer.lines)
    )


class _Writer:
    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.content = ""
        self.words: list[Word] = []
        self.lines: list[Line] = []

    def write(self, row: Sequence[Fragment]) -> None:
        wide = WIDE_GAP * median(fragment.height for fragment in row)
        start = len(self.content) + bool(self.content)
        text, edge = "", row[0].left
        for fragment in row:
            separator = "  " if fragment.left - edge >= wide else " "
            for word in fragment.words:
                text += separator if text else ""
                self.words.append(self._word(word, start + len(text)))
                text += word.text
                separator = " "
            edge = fragment.right
        self.content += f"\n{text}" if self.content else text
        self.lines.append(self._line([word for fragment in row for word in fragment.words], text, start))

    def _word(self, found: FoundWord, start: int) -> Word:
        box = self._box([found])
        return Word(text=found.text, box=box, confidence=found.confidence, start=start, end=start + len(found.text))

    def _line(self, found: Sequence[FoundWord], text: str, start: int) -> Line:
        confidence = fmean((word.confidence for word in found), weights=[len(word.text) for word in found])
        return Line(text=text, box=self._box(found), confidence=confidence, start=start, end=start + len(text))

    def _box(self, found: Sequence[FoundWord]) -> Box:
        edges = (
            min(word.left for word in found),
            min(word.top for word in found),
            max(word.right for word in found),
            max(word.bottom for word in found),
        )
        return Box.clipped(edges, self.frame)
