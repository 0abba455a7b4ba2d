"""The parts of a text that no passage reaches over: its pages, or all of a text without pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compound.values import DocumentText, Line, PageText, Span, Text
from compound.values.reading import PAGE_BREAK

PARAGRAPH_GAP = 0.8
"""Heights of a line; this much blank between two lines ends a paragraph. Print is set with 0.2 to 0.6."""

_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, or a text without pages."""

    start: int
    """Of its first character in the whole text."""
    text: str
    lines: Sequence[Span]
    """Its lines in order, by their characters in the sheet, each with the place it was read from."""
    paragraph_ends: Sequence[int]
    """Characters of the sheet, in order."""
    page: int | None = None


def sheets_of(text: Text) -> Iterator[Sheet]:
    """The pages, or one sheet with the text's own spans; where it has none, lines are `#line=3,4` (RFC 5147)."""
    if not isinstance(text, DocumentText | PageText):
        ends = [match.start() for match in _BLANK_LINE.finditer(text.content)]
        own = sorted(text.spans, key=lambda span: span.start)
        yield Sheet(0, text.content, own or list(_numbered_lines(text.content)), ends)
        return
    start = 0
    for page in text.pages if isinstance(text, DocumentText) else (text,):
        lines = [Span(start=line.start, end=line.end, page=page.page, box=line.box) for line in page.lines]
        ends = [above.end for above, below in pairwise(page.lines) if _stands_apart(above, below)]
        yield Sheet(start, page.content, lines, ends, page.page)
        start += len(page.content) + len(PAGE_BREAK)


def _numbered_lines(content: str) -> Iterator[Span]:
    start = 0
    for number, line in enumerate(content.split("\n")):
        yield Span(start=start, end=start + len(line), source=f"#line={number},{number + 1}")
        start += len(line) + 1


def _stands_apart(above: Line, below: Line) -> bool:
    gap = below.box.top - above.box.bottom
    return gap > PARAGRAPH_GAP * min(above.box.height, below.box.height) or gap < -above.box.height
