"""Pages with boxes, for what depends on the layout."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compound.values import Box, Frame, Line, PageText, Word

FRAME = Frame(width=400, height=400)


def laid_out(number: int, *rows: list[tuple[str, float]]) -> PageText:
    """A page with words of 10 pixels height and 6 pixels a character, at the x given with each."""
    content, words, lines = "", [], []
    for index, row in enumerate(rows):
        content += "\n" if index else ""
        start = len(content)
        for position, (text, left) in enumerate(row):
            content += " " if position else ""
            box = Box(left=left, top=20 * index, right=left + 6 * len(text), bottom=20 * index + 10, frame=FRAME)
            words.append(Word(text=text, box=box, confidence=1.0, start=len(content), end=len(content) + len(text)))
            content += text
        whole = Box(left=row[0][1], top=20 * index, right=FRAME.width, bottom=20 * index + 10, frame=FRAME)
        lines.append(Line(text=content[start:], box=whole, confidence=1.0, start=start, end=len(content)))
    return PageText(content=content, page=number, frame=FRAME, words=tuple(words), lines=tuple(lines))


@pytest.fixture
def make_page() -> Callable[..., PageText]:
    return laid_out
