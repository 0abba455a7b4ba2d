"""A text as passages: whole sentences and rows, packed until a passage is full or the layout ends it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from compound.values import Box, Passage, Span, Text
from compound_nodes.indexing.pieces import Piece, pieces_of, size_of
from compound_nodes.indexing.sheets import Sheet, sheets_of

FULL_ENOUGH = 0.4
"""Of the size; a passage that has this much ends where a paragraph ends."""


def split(text: Text, most: int) -> list[Passage]:
    """Passages of at most this size (see `size_of`), in order; each is `text.content[place.start:place.end]`.

    All characters but the blanks between passages are in exactly one of them. No passage reaches over a page's end.
    """
    return [_passage(sheet, piece) for sheet in sheets_of(text) for piece in _packed(sheet, most)]


def _packed(sheet: Sheet, most: int) -> Iterator[Piece]:
    ends = sheet.paragraph_ends
    first = last = size = 0
    for start, end in pieces_of(sheet.text, 0, len(sheet.text), most):
        own = size_of(sheet.text[start:end])
        ended = size >= FULL_ENOUGH * most and bisect_left(ends, last) < bisect_right(ends, start)
        if size and (size + own > most or ended):
            yield first, last
            size = 0
        first = first if size else start
        size, last = size + own, end
    if size:
        yield first, last


def _passage(sheet: Sheet, piece: Piece) -> Passage:
    start, end = piece
    spans = tuple(spans_within(sheet.lines, piece))
    place = Span(start=sheet.start + start, end=sheet.start + end, page=sheet.page, box=enclosing(spans))
    return Passage(content=sheet.text[start:end], spans=spans, place=place)


def spans_within(lines: Sequence[Span], piece: Piece) -> Iterator[Span]:
    """Those of the lines, which are in order, that the piece touches, as spans of the piece."""
    start, end = piece
    at = max(bisect_right(lines, start, key=lambda line: line.start) - 1, 0)
    while at < len(lines) and lines[at].start < end:
        line = lines[at]
        if start < line.end:
            yield line.model_copy(update={"start": max(line.start, start) - start, "end": min(line.end, end) - start})
        at += 1


def enclosing(spans: Sequence[Span]) -> Box | None:
    """The smallest box around the boxes of spans on one page; None where they have none."""
    boxes = [span.box for span in spans if span.box is not None]
    if not boxes or len({span.page for span in spans}) > 1:
        return None
    return Box(
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
        frame=boxes[0].frame,
    )
