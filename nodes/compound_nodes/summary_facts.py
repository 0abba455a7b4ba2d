"""The facts that sum up an invoice or a receipt: who, which, when and how much."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from compound.values import Span, Text
from compound_nodes.extraction.evidence import Scored
from compound_nodes.extraction.extract import place_of, weigh
from compound_nodes.extraction.schema import wanted_fields

SURE = 0.5
"""Facts with less confidence are not stated."""


class Facts(BaseModel):
    """What is looked for, in the order it is told."""

    issuer: str
    invoice_number: str
    date: date
    total: Decimal


_WORDING = {"issuer": "From {}", "invoice_number": "number {}", "date": "dated {}", "total": "total {}"}


def facts_of(text: Text) -> Text | None:
    """One sentence with the facts as they are printed, each with its span; None unless it states an amount and more."""
    found, _ = weigh(text, wanted_fields(Facts))
    sure = {name: scored for name, scored in found.items() if scored.confidence >= SURE}
    if "total" not in sure or len(sure) < 2:
        return None
    content, spans = "", []
    for name, scored in sure.items():
        before, after = _WORDING[name].split("{}")
        content += f"{', ' if content else ''}{before if content else before.capitalize()}"
        spans.append(_span(scored, len(content)))
        content += f"{_printed(scored)}{after}"
    return Text(content=content if content.endswith(".") else f"{content}.", spans=tuple(spans))


def _printed(scored: Scored) -> str:
    candidate = scored.candidate
    return candidate.cell.text[candidate.start : candidate.end]


def _span(scored: Scored, start: int) -> Span:
    box = place_of(scored.candidate)
    page = scored.candidate.cell.page if box else None
    return Span(start=start, end=start + len(_printed(scored)), page=page, box=box)
