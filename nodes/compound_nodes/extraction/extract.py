"""A text and a schema to that schema's fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from compound.values import Box, Check, Extracted, FieldValue, Text
from compound_nodes.extraction.addresses import find_address
from compound_nodes.extraction.calibration import calibrated
from compound_nodes.extraction.checks import checks_of, weighed
from compound_nodes.extraction.evidence import LEAST, Candidate, Scored
from compound_nodes.extraction.items import find_items
from compound_nodes.extraction.labels import STRONG, WEAK, LabelIndex
from compound_nodes.extraction.layout import Layout
from compound_nodes.extraction.lexicon import Kind, concepts
from compound_nodes.extraction.money import find_amount, find_currency, find_number
from compound_nodes.extraction.organisations import find_issuer, find_organisation
from compound_nodes.extraction.schema import Wanted, empty_of, wanted_fields
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


def extract(text: Text, schema: type[BaseModel]) -> Extracted[Any]:
    """The fields of `schema` that stand in `text`, each with the confidence, page and box of what it was read from.

    A field that is not found keeps its default and is listed in `missing`. `value` is None when a required field is
    missing or when the schema's own validators refuse the whole. A list of models with an amount or a unit price is
    filled with the line items. Other lists, mappings and nested models are not looked for: required lists and mappings
    are left empty.
    """
    fields = wanted_fields(schema)
    found, checks = weigh(text, fields)
    values = {
        wanted.name: wanted.typed(found[wanted.name].candidate.value) for wanted in fields if wanted.name in found
    }
    missing = tuple(wanted.name for wanted in fields if wanted.name not in found)
    empty = {
        wanted.name: empty_of(wanted.info)
        for wanted in fields
        if wanted.kind in (None, Kind.ITEMS) and wanted.info.is_required()
    }
    whole = {**{name: value for name, value in empty.items() if value is not None}, **values}
    described = {wanted.name: _field(wanted, found[wanted.name]) for wanted in fields if wanted.name in found}
    value = _validated(schema, fields, whole)
    return Extracted[schema](value=value, fields=described, missing=missing, checks=checks)  # type: ignore[valid-type]


def weigh(text: Text, fields: Sequence[Wanted]) -> tuple[dict[str, Scored], tuple[Check, ...]]:
    """What was found, with the weight of its evidence after the cross-checks, and these."""
    view = View(Layout.of(text), _index(fields))
    found = find(view, fields)
    checks = checks_of(view, fields, found)
    return weighed(found, checks), checks


def find(view: View, fields: Sequence[Wanted]) -> dict[str, Scored]:
    """The likeliest candidate of each field that has one, by the field's name."""
    return {wanted.name: best for wanted in fields if (best := _best(view, wanted))}


def _index(fields: Sequence[Wanted]) -> LabelIndex:
    own = [
        (phrase, wanted.key, STRONG)
        for wanted in fields
        if wanted.key.startswith("field:")
        for phrase in wanted.phrases
    ]
    strong = [(phrase, key, STRONG) for key, concept in concepts().items() for phrase in concept.labels]
    weak = [(phrase, key, WEAK) for key, concept in concepts().items() for phrase in concept.weak]
    return LabelIndex([*own, *strong, *weak])


def _best(view: View, wanted: Wanted) -> Scored | None:
    """The likeliest candidate that the field's type and constraints take; of equals, the first in the text."""
    if wanted.kind is None:
        return None
    scored = [found for found in FINDERS[wanted.kind](view, wanted) if found.confidence >= LEAST]
    ranked = sorted(scored, key=lambda found: -found.confidence)
    return next((found for found in ranked if wanted.accepts(found.candidate.value)), None)


def _validated(schema: type[BaseModel], fields: list[Wanted], values: dict[str, Any]) -> BaseModel | None:
    keyed = {(wanted.info.alias or wanted.name): values[wanted.name] for wanted in fields if wanted.name in values}
    try:
        return schema.model_validate(keyed, strict=False)
    except ValidationError:
        return None


def _field(wanted: Wanted, found: Scored) -> FieldValue:
    candidate = found.candidate
    return FieldValue(
        value=wanted.plain(wanted.typed(candidate.value)),
        confidence=calibrated(wanted.key, found.confidence),
        page=candidate.cell.page if _boxed(candidate) else None,
        box=place_of(candidate),
    )


def _boxed(candidate: Candidate) -> bool:
    return candidate.cell.tokens[0].box is not None


def place_of(candidate: Candidate) -> Box | None:
    """The smallest box around the words the value was read from."""
    tokens = [
        *candidate.cell.tokens_at(candidate.start, candidate.end),
        *(token for cell in candidate.also for token in cell.tokens),
    ]
    boxes = [token.box for token in tokens if token.box]
    whole = boxes[0] if boxes else None
    for box in boxes[1:]:
        whole = whole.union(box) if whole else box
    return whole
