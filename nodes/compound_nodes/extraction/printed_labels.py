"""Which pieces of a document look like labels, whatever they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compound_nodes.extraction.evidence import Candidate
from compound_nodes.extraction.labels import words_of
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.view import View

MOST_WORDS = 5

_BEFORE_A_SIGN = re.compile(r"(?:^|(?<=\s))([^\d:=]{2,40}?)\s*[:=](?=\s|$)")
_BEFORE_A_NUMBER = re.compile(r"[^\d€$£]*")


def printed_labels(view: View) -> list[str]:
    """Short phrases before a colon, before a number, or in a cell of their own; each once, in order."""
    return list(dict.fromkeys(label for cell in view.layout.cells for label in _labels(cell) if _is_short(label)))


def is_labelling(view: View, candidate: Candidate) -> bool:
    """Whether what was taken for a value is a label itself: it has a colon, or a value to the right of it.

    A row of values below a row of labels is none, since what stands over a label is a title, which stands alone.
    """
    if not isinstance(candidate.value, str):
        return False
    if _BEFORE_A_SIGN.match(candidate.value):
        return True
    over = view.layout.above(candidate.cell)[:1]
    alone = all(not view.layout.to_the_right(cell) and not view.layout.to_the_left(cell) for cell in over)
    leads = candidate.start == 0 and not view.layout.to_the_left(candidate.cell)
    return bool(leads and alone and view.layout.to_the_right(candidate.cell))


def _labels(cell: Cell) -> Iterator[str]:
    if signed := [match.group(1).strip() for match in _BEFORE_A_SIGN.finditer(cell.text)]:
        yield from signed
    elif before := _BEFORE_A_NUMBER.match(cell.text):
        yield before.group().strip(" -–(.#")


def _is_short(label: str) -> bool:
    return 0 < len(words_of(label)) <= MOST_WORDS and any(character.isalpha() for character in label)
