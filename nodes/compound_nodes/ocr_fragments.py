"""Places recognised lines on the page: boxes of words as they lie, and lines as they would lie on a level page."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, sin
from typing import TYPE_CHECKING

from compound_nodes.ocr_crop import Quad, extent
from compound_nodes.reading_order import FoundWord, Fragment

if TYPE_CHECKING:
    from compound_nodes.ocr import OcrLine
    from compound_nodes.ocr_words import LineWord


def fragments_of(lines: Sequence[OcrLine]) -> list[Fragment]:
    """Fragments of a page, so that rows are found although the sheet lay askew, or on its side."""
    skew = page_skew(lines)
    return [_fragment(line, skew) for line in lines]


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


def _fragment(line: OcrLine, skew: float) -> Fragment:
    x, y = (float(side) for side in line.quad.mean(axis=0))
    length, height = extent(line.quad)
    center, middle = x * cos(skew) + y * sin(skew), y * cos(skew) - x * sin(skew)
    words = tuple(_place(word, line.quad) for word in line.words)
    return Fragment(words, center - length / 2, center + length / 2, middle, height)


def _place(word: LineWord, quad: Quad) -> FoundWord:
    start_top, end_top, end_bottom, start_bottom = quad
    corners = [
        edge_start + (edge_end - edge_start) * part
        for edge_start, edge_end in ((start_top, end_top), (start_bottom, end_bottom))
        for part in (word.start, word.end)
    ]
    xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) for corner in corners]
    return FoundWord(word.text, min(xs), min(ys), max(xs), max(ys), word.confidence)
