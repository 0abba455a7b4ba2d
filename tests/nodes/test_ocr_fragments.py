from __future__ import annotations

from math import pi

import numpy as np
import pytest

from compound_nodes.ocr import OcrLine
from compound_nodes.ocr_fragments import fragments_of
from compound_nodes.ocr_words import LineWord


def line(*words: tuple[str, float, float], top: float = 0, height: float = 10, angle: float = 0) -> OcrLine:
    """A line of 200 pixels with words from pixel to pixel, turned about the origin by an angle in radians."""
    corners = np.array([[0, top], [200, top], [200, top + height], [0, top + height]], np.float32)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    return OcrLine(corners @ turn, tuple(LineWord(text, start / 200, end / 200, 0.9) for text, start, end in words))


def texts(*lines: OcrLine) -> list[list[str]]:
    return [[word.text for word in fragment.words] for fragment in fragments_of(lines)]


def test_words_of_a_line_stay_together() -> None:
    assert texts(line(("one", 0, 60), ("two", 63, 120))) == [["one", "two"]]


def test_a_line_that_runs_over_a_gutter_is_parted_there() -> None:
    two_columns = line(("end", 0, 60), ("begin", 66, 120), ("on", 122, 200))

    assert texts(two_columns, line(("other", 0, 200), top=20)) == [["end"], ["begin", "on"], ["other"]]


def test_a_heading_keeps_its_words_though_they_stand_apart() -> None:
    heading = line(("What", 0, 60), ("Now", 80, 160), height=30)

    assert texts(heading, line(("text", 0, 90), top=50), line(("more", 0, 90), top=65)) == [
        ["What", "Now"],
        ["text"],
        ["more"],
    ]


@pytest.mark.parametrize("angle", [0.03, -0.05, pi / 2, pi, -pi / 2])
def test_places_are_those_on_the_level_page(angle: float) -> None:
    lines = [line(("one", 0, 60), ("two", 100, 180), top=20 * row, angle=angle) for row in range(3)]

    for number, fragment in enumerate(fragments_of(lines)):
        left, right = (0, 60) if number % 2 == 0 else (100, 180)
        assert (fragment.left, fragment.right) == (pytest.approx(left, abs=0.1), pytest.approx(right, abs=0.1))
        assert fragment.middle == pytest.approx(20 * (number // 2) + 5, abs=0.1)


def test_no_lines_are_no_fragments() -> None:
    assert fragments_of([]) == []
