"""A text as sentences, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?…])(?P<closing>[\"'”’)\]]*)\s+(?=[\"'“‘(\[]?[A-ZÀ-Þ0-9])")
_NO_END = re.compile(
    r"(?:^|[\s(])(?:[A-ZÀ-Þ]|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Inc|Ltd|Pvt|Co|vs|etc|approx|incl|excl|tel|bzgl|z\.B|e\.g|i\.e)\.$",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"[a-zß-ÿ(]")
_PROSE = 20
"""Characters; a line at least this long that a lower-case line follows is broken prose, not a heading."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its line breaks taken out, and the characters of the text it was read from."""

    text: str
    start: int
    end: int


def sentences_of(text: str) -> list[Sentence]:
    """Sentences, or lines where the text is no prose (tables, forms, receipts), in order; empty ones left out."""
    return [sentence for start, end in _passages(text) for sentence in _split(text, start, end)]


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """Places of lines, joined where a sentence runs over the line's end."""
    start = end = 0
    for match in re.finditer(r"[^\n\f]+", text):
        line = match.group().strip()
        before = text[start:end].rstrip()
        blank_between = text.count("\n", end, match.start()) > 1
        if not blank_between and _runs_on(before, line):
            end = match.end()
            continue
        yield start, end
        start, end = match.span()
    yield start, end


def _runs_on(before: str, line: str) -> bool:
    ended = before.endswith((".", "!", "?", ":"))
    tabular = "  " in before or "  " in line
    return len(before) >= _PROSE and bool(_CONTINUES.match(line)) and not ended and not tabular


def _split(text: str, start: int, end: int) -> Iterator[Sentence]:
    begin = start
    for match in _END.finditer(text, start, end):
        if not _NO_END.search(text[begin : match.start()]):
            yield from _sentence(text, begin, match.end("closing"))
            begin = match.end()
    yield from _sentence(text, begin, end)


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    joined = re.sub(r"(?<=[a-zß-ÿ])-\s*\n\s*(?=[a-zß-ÿ])", "", piece.strip())
    if whole := " ".join(joined.split()):
        yield Sentence(whole, start, start + len(piece.strip()))
