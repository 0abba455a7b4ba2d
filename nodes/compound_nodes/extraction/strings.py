"""Choosing identifiers, contacts, choices, truth values and plain strings by their labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any

from compound_nodes.extraction.amounts import find_amounts
from compound_nodes.extraction.evidence import Candidate, Scored, against
from compound_nodes.extraction.identifiers import (
    FoundString,
    find_emails,
    find_grouped,
    find_identifiers,
    find_phones,
    find_websites,
)
from compound_nodes.extraction.labels import strongest, words_of
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.lexicon import Kind
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

LABELLED = frozenset({Kind.IDENTIFIER, Kind.PHONE, Kind.DATE, Kind.INTEGER})
"""Kinds whose labels compete for an identifier: "Tel. 555" is no invoice number."""

_YEAR = re.compile(r"(?:19|20)\d{2}")
_YES = frozenset(["yes", "true", "y", "ja", "oui", "si", "x", "on", "paid"])
_NO = frozenset(["no", "false", "n", "nein", "non", "nee", "off", "unpaid"])


def find_identifier(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Identifiers that a label of the field stands by; a bare year is doubted."""
    for cell in view.layout.cells:
        for found in _identifiers(view, cell):
            candidate = Candidate(found.value, cell, found.start, found.end)
            names = view.names_of(candidate, LABELLED)
            if own := names.get(wanted.key, 0.0):
                doubt = 0.4 if _YEAR.fullmatch(found.value) or len(found.value) < 3 else 1.0
                yield Scored(candidate, 0.95 * own * doubt * against(own, strongest(names, wanted.key)))


def find_email(view: View, wanted: Wanted) -> Iterator[Scored]:
    """E-mail addresses; the first of the document that does not belong to the customer is likeliest."""
    yield from _contacts(view, wanted, find_emails)


def find_website(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Web addresses, chosen as e-mail addresses are."""
    yield from _contacts(view, wanted, find_websites)


def find_phone(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Telephone numbers that a label of the field stands by."""
    for cell in view.layout.cells:
        for found in find_phones(cell.text):
            candidate = Candidate(found.value, cell, found.start, found.end)
            names = view.names_of(candidate, LABELLED)
            if own := names.get(wanted.key, 0.0):
                yield Scored(candidate, 0.9 * own)


def find_text(view: View, wanted: Wanted) -> Iterator[Scored]:
    """What follows a label of the field: the rest of its cell, else the next cell to the right, else the one below."""
    for label, candidate in _labelled(view, wanted.key):
        yield Scored(candidate, 0.85 * label)


def find_choice(view: View, wanted: Wanted) -> Iterator[Scored]:
    """The members of a Literal or Enum that stand in the text; by a label of the field they are likelier."""
    labelled = [(candidate.value, strength) for strength, candidate in _labelled(view, wanted.key)]
    for choice in wanted.choices:
        said = str(choice.value if isinstance(choice, Enum) else choice)
        pattern = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)", re.IGNORECASE)
        beside = max((strength for text, strength in labelled if pattern.search(text)), default=0.0)
        for cell in view.layout.cells:
            if match := pattern.search(cell.text):
                yield Scored(Candidate(choice, cell, match.start(), match.end()), max(0.9 * beside, 0.45))


def find_boolean(view: View, wanted: Wanted) -> Iterator[Scored]:
    """A word of agreement or refusal that follows a label of the field."""
    for strength, candidate in _labelled(view, wanted.key):
        words = [word.text for word in words_of(candidate.value)[:1]]
        if words and words[0] in _YES | _NO:
            value = Candidate(words[0] in _YES, candidate.cell, candidate.start, candidate.end)
            yield Scored(value, 0.85 * strength)


def _identifiers(view: View, cell: Cell) -> list[FoundString]:
    taken = [(found.start, found.end) for found in view.dates_in(cell)]
    taken += [(amount.start, amount.end) for amount in find_amounts(cell.text) if amount.currency]
    taken += [(found.start, found.end) for found in find_emails(cell.text)]
    grouped = [found for found in find_grouped(cell.text) if _free(found, taken)]
    taken += [(found.start, found.end) for found in grouped]
    return [*grouped, *(found for found in find_identifiers(cell.text) if _free(found, taken))]


def _free(found: FoundString, taken: Iterable[tuple[int, int]]) -> bool:
    return all(found.end <= start or found.start >= end for start, end in taken)


def _contacts(view: View, wanted: Wanted, find: Callable[[str], Iterator[FoundString]]) -> Iterator[Scored]:
    for cell in view.layout.cells:
        for found in find(cell.text):
            theirs = 0.6 if view.belongs_to("customer", cell) else 1.0
            yield Scored(Candidate(found.value, cell, found.start, found.end), 0.8 * theirs)


def _labelled(view: View, key: str) -> Iterator[tuple[float, Candidate]]:
    """Strength of a label and the text it labels."""
    for cell in view.layout.cells:
        named = view.named(cell)
        for index, label in enumerate(named):
            if label.key != key:
                continue
            stop = named[index + 1].start if index + 1 < len(named) else len(cell.text)
            if rest := _trimmed(cell, label.end, stop):
                if re.match(r"\s*[:=]", cell.text[label.end :]) or label.start == 0:
                    yield label.strength, rest
            elif beyond := _next(view, cell):
                yield label.strength * 0.95, beyond


def _next(view: View, cell: Cell) -> Candidate | None:
    for other in (*view.layout.to_the_right(cell)[:1], *view.layout.below(cell)[:1]):
        if not any(label.start == 0 for label in view.named(other)):
            return _trimmed(other, 0, len(other.text))
    return None


def _trimmed(cell: Cell, start: int, end: int) -> Candidate | None:
    text: Any = cell.text[start:end]
    value = text.strip(" :.-–=#\t")
    begin = start + text.find(value)
    return Candidate(value, cell, begin, begin + len(value)) if value else None
