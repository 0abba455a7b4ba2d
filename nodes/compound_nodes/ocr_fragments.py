"""Places recognised lines on the page: boxes of words as they lie, and lines as they would lie on a level page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, hypot, sin
from statistics import median
from typing import TYPE_CHECKING

from compound_nodes.ocr_crop import Quad, extent
from compound_nodes.reading_order import FoundWord, Fragment

if TYPE_CHECKING:
    from compound_nodes.ocr import OcrLine
    from compound_nodes.ocr_words import LineWord


WIDE_GAP = 0.45
"""Heights of a line; between words so far apart, two columns may have been taken for one line."""
HEADING = 1.5
"""Heights of the page's lines; words of a line so tall stand as far apart within it."""


def fragments_of(lines: Sequence[OcrLine]) -> list[Fragment]:
    """Fragments of a page, so that rows are found although the sheet lay askew, or on its side."""
    if not lines:
        return []
    skew = page_skew(lines)
    tallest = HEADING * median(extent(line.quad)[1] for line in lines)
    return [_fragment(words, line.quad, skew) for line in lines for words in _pieces(line, tallest)]


def _pieces(line: OcrLine, tallest: float) -> list[Sequence[LineWord]]:
    length, height = extent(line.quad)
    if height > tallest:
        return [line.words]
    ends = [
        index
        for index, (word, following) in enumerate(pairwise(line.words), 1)
        if (following.start - word.end) * length > WIDE_GAP * height
    ]
    return [line.words[start:end] for start, end in pairwise((0, *ends, len(line.words)))]


def page_skew(lines: Sequence[OcrLine]) -> float:
    """Angle in radians by which the rows of a page fall to the right: the median over lines, weighted by length."""
    slopes = sorted(_slope(line.quad) for line in lines)
    half = sum(length for _, length in slopes) / 2
    for angle, length in slopes:
        half -= length
        if half <= 0:
            return angle
    return 0.0


def _slope(quad: Quad) -> tuple[float, float]:
    """Angle and length of a line's middle."""
    dx, dy = (float(side) for side in (quad[1] + quad[2] - quad[0] - quad[3]) / 2)
    return atan2(dy, dx), hypot(dx, dy)


def _fragment(words: Sequence[LineWord], quad: Quad, skew: float) -> Fragment:
    x, y = (float(side) for side in quad.mean(axis=0))
    length, height = extent(quad)
    left, middle = x * cos(skew) + y * sin(skew) - length / 2, y * cos(skew) - x * sin(skew)
    found = tuple(_place(word, quad) for word in words)
    return Fragment(found, left + words[0].start * length, left + words[-1].end * length, middle, height)


def _place(word: LineWord, quad: Quad) -> FoundWord:
    start_top, end_top, end_bottom, start_bottom = quad
    corners = [
        edge_start + (edge_end - edge_start) * part
        for edge_start, edge_end in ((start_top, end_top), (start_bottom, end_bottom))
        for part in (word.start, word.end)
    ]
    xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) for corner in corners]
    return FoundWord(word.text, min(xs), min(ys), max(xs), max(ys), word.confidence)
