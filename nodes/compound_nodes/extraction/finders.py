"""The finder of each kind of value, and the likeliest of what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compound_nodes.extraction.addresses import find_address
from compound_nodes.extraction.evidence import LEAST, Scored
from compound_nodes.extraction.items import find_items
from compound_nodes.extraction.lexicon import Kind
from compound_nodes.extraction.money import find_amount, find_currency, find_number
from compound_nodes.extraction.organisations import find_issuer, find_organisation
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.strings import (
    find_boolean,
    find_choice,
    find_email,
    find_identifier,
    find_phone,
    find_text,
    find_website,
)
from compound_nodes.extraction.view import View
from compound_nodes.extraction.when import find_date

FINDERS: dict[Kind, Callable[[View, Wanted], Iterator[Scored]]] = {
    Kind.ADDRESS: find_address,
    Kind.AMOUNT: find_amount,
    Kind.BOOLEAN: find_boolean,
    Kind.CHOICE: find_choice,
    Kind.CURRENCY: find_currency,
    Kind.DATE: find_date,
    Kind.EMAIL: find_email,
    Kind.IDENTIFIER: find_identifier,
    Kind.INTEGER: find_number,
    Kind.ITEMS: find_items,
    Kind.ISSUER: find_issuer,
    Kind.NUMBER: find_number,
    Kind.ORGANISATION: find_organisation,
    Kind.PHONE: find_phone,
    Kind.TEXT: find_text,
    Kind.WEBSITE: find_website,
}


def likeliest(view: View, wanted: Wanted) -> Scored | None:
    """The likeliest candidate that the field's type and constraints take; of equals, the first in the text."""
    if wanted.kind is None:
        return None
    scored = [found for found in FINDERS[wanted.kind](view, wanted) if found.confidence >= LEAST]
    ranked = sorted(scored, key=lambda found: -found.confidence)
    return next((found for found in ranked if wanted.accepts(found.candidate.value)), None)
