"""A text and a schema to that schema's fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from compound.values import Box, Check, Extracted, FieldValue, Text
from compound_nodes.extraction.calibration import calibrated
from compound_nodes.extraction.checks import checks_of, weighed
from compound_nodes.extraction.evidence import Candidate, Scored
from compound_nodes.extraction.finders import likeliest
from compound_nodes.extraction.labels import STRONG, WEAK, LabelIndex
from compound_nodes.extraction.language import AUTO, Language
from compound_nodes.extraction.layout import Layout
from compound_nodes.extraction.lexicon import Kind, concepts
from compound_nodes.extraction.schema import Wanted, empty_of, wanted_fields
from compound_nodes.extraction.view import View


class SecondLook(Protocol):
    """A way of finding what the rules did not, in fields that they do not know by name."""

    def find(self, view: View, fields: Sequence[Wanted]) -> dict[str, Scored]:
        """Values by the names of their fields; the confidence is the share that is right."""
        ...


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is read."""

    language: Language = AUTO
    second_looks: tuple[SecondLook, ...] = ()
    """Taken in turn, each at the fields that are still empty. Of a field that the lexicon knows, such as a total, the
    rules alone say that it is absent."""


RULES = Manner()
"""By the rules alone, in any language."""


def extract(text: Text, schema: type[BaseModel], manner: Manner = RULES) -> Extracted[Any]:
    """The fields of `schema` that stand in `text`, each with the confidence, page and box of what it was read from.

    A field that is not found keeps its default and is listed in `missing`. `value` is None when a required field is
    missing or when the schema's own validators refuse the whole. A list of models with an amount or a unit price is
    filled with the line items. Other lists, mappings and nested models are not looked for: required lists and mappings
    are left empty.
    """
    fields = wanted_fields(schema)
    found, checks = weigh(text, fields, manner)
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


def weigh(text: Text, fields: Sequence[Wanted], manner: Manner = RULES) -> tuple[dict[str, Scored], tuple[Check, ...]]:
    """What was found, with the weight of its evidence after the cross-checks, and these."""
    view = View(Layout.of(text), _index(fields, manner.language), manner.language)
    found = find(view, fields)
    for look in manner.second_looks:
        if unread := [wanted for wanted in fields if wanted.name not in found and _may_be_looked_for_again(wanted)]:
            found |= look.find(view, unread)
    checks = checks_of(view, fields, found)
    return weighed(found, checks), checks


def find(view: View, fields: Sequence[Wanted]) -> dict[str, Scored]:
    """The likeliest candidate of each field that has one, by the field's name."""
    return {wanted.name: best for wanted in fields if (best := likeliest(view, wanted))}


def _may_be_looked_for_again(wanted: Wanted) -> bool:
    return not wanted.well_known and wanted.kind not in (None, Kind.ITEMS)


def _index(fields: Sequence[Wanted], language: Language) -> LabelIndex:
    own = [(phrase, wanted.key, STRONG) for wanted in fields if not wanted.well_known for phrase in wanted.phrases]
    strong = [(phrase, key, STRONG) for key, concept in concepts().items() for phrase in concept.labels]
    weak = [(phrase, key, WEAK) for key, concept in concepts().items() for phrase in concept.weak]
    known = [label for label in (*strong, *weak) if language.prints(label[0])]
    return LabelIndex([*own, *known])


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
