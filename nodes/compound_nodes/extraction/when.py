"""Choosing the date that a field asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from compound_nodes.extraction.evidence import Candidate, Scored, against, combined
from compound_nodes.extraction.labels import strongest
from compound_nodes.extraction.lexicon import Kind
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

_OLDEST = 1990
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?\b")
_RANGE = re.compile(r"^\s*[-–—]\s*$|^\s*(?:to|bis|au|tot|al?|until)\s*$", re.IGNORECASE)


def find_date(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Dates with their confidence for a field; only the date of the document itself may stand without a label."""
    places = [candidate for candidate, _ in view.dates]
    for order, (candidate, found) in enumerate(view.dates):
        names = view.names_of(candidate, {Kind.DATE})
        own, rival = names.get(wanted.key, 0.0), strongest(names, wanted.key)
        if wanted.key != "date" and not own:
            continue
        unlabelled = [0.35, 0.2 * (order == 0), 0.2 * _beside_a_clock(candidate)] if wanted.key == "date" else []
        confidence = combined([0.9 * own, 0.1 * found.certain, *unlabelled]) * against(own, rival)
        doubt = _doubt(found.value) if wanted.key == "date" else 1.0
        yield Scored(candidate, confidence * doubt * (0.5 if _in_a_range(candidate, places) else 1.0))


def _doubt(day: date) -> float:
    """Factor for a date that documents at hand rarely have: one to come, or one of another century."""
    return 0.6 if day > date.today() + timedelta(days=1) or day.year < _OLDEST else 1.0


def _beside_a_clock(candidate: Candidate) -> bool:
    return bool(_CLOCK.search(candidate.cell.text[candidate.end :]))


def _in_a_range(candidate: Candidate, places: list[Candidate]) -> bool:
    """Whether another date stands on the other side of a dash: a period, not the date of the document."""
    same = [other for other in places if other.cell is candidate.cell and other is not candidate]
    gaps = [candidate.cell.text[min(candidate.end, other.end) : max(candidate.start, other.start)] for other in same]
    return any(_RANGE.match(gap) for gap in gaps)
