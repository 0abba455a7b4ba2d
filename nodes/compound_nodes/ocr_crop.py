"""Cuts a line of text out of a picture, upright, whatever way the line runs on the page."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Quad: TypeAlias = NDArray[np.float32]
"""4 x 2 pixel coordinates as a reader of the line sees them: start and end of its top, end and start of its bottom."""

VERTICAL = 2.0
"""A box at least this many times as high as wide holds text that runs down the page…"""
VERTICAL_LINES = 1.5
"""…if it is also this many times as high as the page's other lines are: a lone `1` is tall too."""


def lying(quad: Quad, line_height: float) -> Quad:
    """The quad of a line that runs down the page, its corners named as its reader sees them; others as they are.

    Args:
        quad: corners clockwise from the top left of the page.
        line_height: pixels, typical of the page.
    """
    width, height = extent(quad)
    runs_down = height >= VERTICAL * width and height >= VERTICAL_LINES * line_height
    return np.roll(quad, -1, axis=0) if runs_down else quad


def upside_down(quad: Quad) -> Quad:
    """The same line, read from its other end."""
    return np.roll(quad, 2, axis=0)


def extent(quad: Quad) -> tuple[float, float]:
    """Length and height of the line in pixels."""
    start_top, end_top, end_bottom, start_bottom = quad
    length = max(np.linalg.norm(end_top - start_top), np.linalg.norm(end_bottom - start_bottom))
    height = max(np.linalg.norm(start_bottom - start_top), np.linalg.norm(end_bottom - end_top))
    return float(length), float(height)


def crop(picture: NDArray[np.uint8], quad: Quad) -> NDArray[np.uint8]:
    """The line as a picture of its own, height x length x 3."""
    import cv2

    length, height = (max(1, round(side)) for side in extent(quad))
    corners = np.array([[0, 0], [length, 0], [length, height], [0, height]], np.float32)
    straighten = cv2.getPerspectiveTransform(quad, corners)
    line: NDArray[np.uint8] = cv2.warpPerspective(
        picture, straighten, (length, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )
    return line
