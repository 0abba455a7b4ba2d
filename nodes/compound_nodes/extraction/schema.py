"""What a pydantic schema asks for: each field's kind of value, what it is called, and how a value becomes its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from compound_nodes.extraction.labels import words_of
from compound_nodes.extraction.lexicon import Concept, Kind, concepts

FILLERS = frozenset(
    {"the", "of", "a", "an", "invoice", "receipt", "document", "bill", "value", "full", "text", "field"}
)
"""Words of a field's name that do not change which concept it means."""

_PARTS = {"price": "unit_price", "total": "amount", "subtotal": "amount"}
"""What fields of a line item mean there, by the concept that their names have."""

_IDENTIFYING = frozenset({"number", "no", "nr", "id", "identifier", "code", "reference", "ref", "num"})


@dataclass(frozen=True)
class Wanted:
    """A field of a schema, as something to look for."""

    name: str
    kind: Kind | None
    """None for fields that are not looked for: mappings, nested models, and lists of anything but line items."""
    key: str
    """The concept it means, or a key of its own."""
    phrases: tuple[str, ...]
    """What a printed label may say, from the field's name, alias, title and description."""
    info: FieldInfo
    choices: tuple[Any, ...] = ()

    @property
    def well_known(self) -> bool:
        """Whether the lexicon says what is printed beside it."""
        return self.key in concepts()

    @cached_property
    def _type(self) -> TypeAdapter[Any]:
        annotation: Any = self.info.annotation
        return TypeAdapter(Annotated[(annotation, *self.info.metadata)] if self.info.metadata else annotation)

    def typed(self, value: Any) -> Any:
        """The value as the field's type; raises `pydantic.ValidationError` where it does not fit."""
        if self._plain_string and not isinstance(value, str):
            value = (
                value.isoformat()
                if isinstance(value, date)
                else format(value, "f")
                if isinstance(value, Decimal)
                else str(value)
            )
        return self._type.validate_python(value, strict=False)

    def accepts(self, value: Any) -> bool:
        """Whether the field's type and constraints take the value."""
        try:
            self.typed(value)
        except ValidationError:
            return False
        return True

    def plain(self, value: Any) -> Any:
        """The typed value in JSON's terms."""
        return self._type.dump_python(value, mode="json")

    @property
    def _plain_string(self) -> bool:
        return str in _alternatives(self.info.annotation) and not self.choices


def wanted_fields(schema: type[BaseModel]) -> list[Wanted]:
    """The fields of a schema in order."""
    return [_wanted(name, info) for name, info in schema.model_fields.items()]


def empty_of(info: FieldInfo) -> Any:
    """An empty container for a required list, set or mapping; None for other fields."""
    for kind in _alternatives(info.annotation):
        origin = get_origin(kind) or kind
        if origin in (Sequence, Set, Mapping):
            return {} if origin is Mapping else ()
        if isinstance(origin, type) and issubclass(origin, list | tuple | set | frozenset | dict):
            return origin()
    return None


def item_model(info: FieldInfo) -> type[BaseModel] | None:
    """The model of a field that is a list or tuple of models."""
    for kind in _alternatives(info.annotation):
        origin, arguments = get_origin(kind), get_args(kind)
        model = arguments[0] if arguments else None
        if origin in (list, tuple, Sequence) and isinstance(model, type) and issubclass(model, BaseModel):
            return model
    return None


def columns_of(model: type[BaseModel]) -> dict[str, str]:
    """Which part of a line item each field of the model means; empty unless it has an amount or a unit price.

    Parts: description, quantity, unit_price, amount.
    """
    columns: dict[str, str] = {}
    for wanted in wanted_fields(model):
        counts = any(phrase in concepts()["quantity"].names for phrase in wanted.phrases)
        part = "quantity" if counts else _PARTS.get(wanted.key, "description" if wanted.kind is Kind.TEXT else None)
        if part and part not in columns.values():
            columns[wanted.name] = part
    return columns if {"amount", "unit_price"} & set(columns.values()) else {}


def _wanted(name: str, info: FieldInfo) -> Wanted:
    choices = tuple(_choices(info.annotation))
    phrases = tuple(_phrases(name, info))
    concept = next((concept for phrase in phrases if (concept := _concept(phrase, info, choices))), None)
    kind = concept.kind if concept else _kind(info.annotation, phrases[0], choices)
    if (model := item_model(info)) and columns_of(model):
        return Wanted(name, Kind.ITEMS, f"field:{name}", phrases, info)
    return Wanted(name, kind, concept.key if concept else f"field:{name}", phrases, info, choices)


def _concept(phrase: str, info: FieldInfo, choices: tuple[Any, ...]) -> Concept | None:
    """The concept whose name is the phrase, but for fillers; of a kind that the field's type can hold.

    A string can hold anything: where a name is that of an amount and of an identifier ("vat"), it means the identifier.
    """
    fitting = [concept for concept in concepts().values() if _can_hold(info.annotation, concept.kind, choices)]
    if str in _alternatives(info.annotation):
        fitting.sort(key=lambda concept: concept.kind in (Kind.AMOUNT, Kind.DATE, Kind.INTEGER))
    for words in (phrase.split(), [word for word in phrase.split() if word not in FILLERS]):
        for concept in fitting:
            if " ".join(words) in concept.names:
                return concept
    return None


def _can_hold(annotation: Any, kind: Kind, choices: tuple[Any, ...]) -> bool:
    if choices:
        return kind is Kind.CURRENCY
    types = _alternatives(annotation)
    if str in types:
        return True
    if kind is Kind.DATE:
        return any(isinstance(option, type) and issubclass(option, date) for option in types)
    if kind is Kind.AMOUNT:
        return bool({float, Decimal, int} & set(types))
    return kind in (Kind.INTEGER, Kind.IDENTIFIER) and int in types


def _kind(annotation: Any, phrase: str, choices: tuple[Any, ...]) -> Kind | None:
    types = _alternatives(annotation)
    if choices:
        return Kind.CHOICE
    for option, kind in _KINDS.items():
        if option in types:
            return kind
    if any(getattr(option, "__name__", "") in ("EmailStr", "NameEmail") for option in types):
        return Kind.EMAIL
    if any(getattr(option, "__name__", "").endswith("Url") for option in types):
        return Kind.WEBSITE
    if str not in types:
        return None
    last = phrase.split()[-1]
    if last in _IDENTIFYING:
        return Kind.IDENTIFIER
    return Kind.DATE if last == "date" else Kind.TEXT


_KINDS = {
    bool: Kind.BOOLEAN,
    datetime: Kind.DATE,
    date: Kind.DATE,
    Decimal: Kind.AMOUNT,
    float: Kind.NUMBER,
    int: Kind.INTEGER,
}


def _phrases(name: str, info: FieldInfo) -> Iterator[str]:
    """The field's names as words, its own first; a description counts when it is short enough to be a label."""
    alias = info.validation_alias if isinstance(info.validation_alias, str) else info.alias
    described = info.description if info.description and len(info.description.split()) <= 4 else None
    for source in (name, alias, info.title, described):
        if source and (words := [word.text for word in words_of(_spaced(source))]):
            yield " ".join(words)


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ")


def _alternatives(annotation: Any) -> list[Any]:
    """The members of a union (None left out), with Annotated taken off."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [option for member in get_args(annotation) for option in _alternatives(member)]
    return [] if annotation is NoneType else [annotation]


def _choices(annotation: Any) -> Iterator[Any]:
    for option in _alternatives(annotation):
        if get_origin(option) is Literal:
            yield from get_args(option)
        elif isinstance(option, type) and issubclass(option, Enum):
            yield from option
