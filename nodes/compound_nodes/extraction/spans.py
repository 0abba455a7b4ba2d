"""Everything in a document that a field of some type could be, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compound_nodes.extraction.evidence import Candidate
from compound_nodes.extraction.identifiers import find_identifiers
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.lexicon import Kind
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

MOST_WORDS = 7
"""Of a piece of text."""

_PIECE = re.compile(r"[^:;=]+")
_NAME = re.compile(r"[A-ZÀ-Þ][\w.'&-]*\w(?: (?:[A-ZÀ-Þ&][\w.'-]*\w|\d+[A-Z]*|&))*")
"""Words with capitals in a row, as names are written within a sentence."""


def spans(view: View, wanted: Wanted) -> list[Candidate]:
    """Values that the field takes, each once: the first place in the text is kept."""
    kept: dict[str, Candidate] = {}
    for candidate in _of_kind(view, wanted.kind):
        if wanted.accepts(candidate.value):
            kept.setdefault(printed(candidate), candidate)
    return list(kept.values())


def printed(candidate: Candidate) -> str:
    """The characters that the value was read from."""
    return candidate.cell.text[candidate.start : candidate.end]


def _of_kind(view: View, kind: Kind | None) -> Iterator[Candidate]:
    if kind is Kind.DATE:
        yield from (candidate for candidate, _ in view.dates)
    elif kind is Kind.AMOUNT:
        yield from (candidate for candidate, amount in view.amounts if amount.exact or amount.currency)
    elif kind in (Kind.INTEGER, Kind.NUMBER):
        yield from (candidate for candidate, _ in view.amounts)
    elif kind is Kind.IDENTIFIER:
        for cell in view.layout.cells:
            yield from (Candidate(found.value, cell, found.start, found.end) for found in find_identifiers(cell.text))
    elif kind is Kind.TEXT:
        for cell in view.layout.cells:
            yield from _texts(cell)


def _texts(cell: Cell) -> Iterator[Candidate]:
    """Cells and what stands behind a colon in them, if they are short, and names in sentences."""
    for match in (*_PIECE.finditer(cell.text), *_NAME.finditer(cell.text)):
        value = match.group().strip(" .,-–")
        if value and len(value.split()) <= MOST_WORDS:
            start = match.start() + match.group().index(value)
            yield Candidate(value, cell, start, start + len(value))
