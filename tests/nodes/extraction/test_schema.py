from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from compound_nodes.extraction.labels import words_of
from compound_nodes.extraction.lexicon import Kind, concepts
from compound_nodes.extraction.schema import empty_of, wanted_fields


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Line(BaseModel):
    name: str


class Everything(BaseModel):
    company: str
    total_amount: Decimal
    amountUntaxed: float | None = None  # noqa: N815
    date: date
    due_date: str
    invoice_number: str
    siren: int
    vat: str
    tax: float
    tip_amount: float
    currency: Literal["EUR", "USD"]
    color: Color
    paid: bool
    table: int
    ticket_number: str
    remarks: str
    when: Annotated[datetime | None, Field(description="Invoice date")] = None
    lines: list[Line]
    seller: Line | None = None


FIELDS = {wanted.name: wanted for wanted in wanted_fields(Everything)}


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("company", Kind.ISSUER, "issuer"),
        ("total_amount", Kind.AMOUNT, "total"),
        ("amountUntaxed", Kind.AMOUNT, "subtotal"),
        ("date", Kind.DATE, "date"),
        ("due_date", Kind.DATE, "due_date"),
        ("invoice_number", Kind.IDENTIFIER, "invoice_number"),
        ("siren", Kind.IDENTIFIER, "company_number"),
        ("vat", Kind.IDENTIFIER, "vat_id"),
        ("tax", Kind.AMOUNT, "tax"),
        ("tip_amount", Kind.NUMBER, "field:tip_amount"),
        ("currency", Kind.CURRENCY, "currency"),
        ("color", Kind.CHOICE, "field:color"),
        ("paid", Kind.BOOLEAN, "field:paid"),
        ("table", Kind.INTEGER, "field:table"),
        ("ticket_number", Kind.IDENTIFIER, "field:ticket_number"),
        ("remarks", Kind.TEXT, "field:remarks"),
        ("when", Kind.DATE, "date"),
        ("lines", None, "field:lines"),
        ("seller", None, "field:seller"),
    ],
)
def test_name_type_and_description_say_what_a_field_means(name: str, kind: Kind | None, key: str) -> None:
    assert (FIELDS[name].kind, FIELDS[name].key) == (kind, key)


def test_an_alias_is_one_of_the_phrases() -> None:
    class Aliased(BaseModel):
        total: Decimal = Field(alias="montantTotal")

    (wanted,) = wanted_fields(Aliased)
    assert wanted.phrases == ("total", "montant total")


@pytest.mark.parametrize(
    ("name", "value", "typed", "plain"),
    [
        ("total_amount", Decimal("4.10"), Decimal("4.10"), "4.10"),
        ("amountUntaxed", Decimal("4.10"), 4.1, 4.1),
        ("date", date(2024, 4, 3), date(2024, 4, 3), "2024-04-03"),
        ("due_date", date(2024, 4, 3), "2024-04-03", "2024-04-03"),
        ("siren", "421938861", 421938861, 421938861),
        ("color", Color.RED, Color.RED, "red"),
    ],
)
def test_values_become_the_field_s_type_and_plain_json(name: str, value: Any, typed: Any, plain: Any) -> None:
    assert FIELDS[name].typed(value) == typed
    assert FIELDS[name].plain(FIELDS[name].typed(value)) == plain


def test_constraints_decide_what_a_field_accepts() -> None:
    class Bounded(BaseModel):
        total: Annotated[float, Field(gt=0)]

    (wanted,) = wanted_fields(Bounded)
    assert wanted.accepts(Decimal(1))
    assert not wanted.accepts(Decimal(-1))


def test_required_containers_have_an_empty_value() -> None:
    class Containers(BaseModel):
        lines: list[Line]
        names: tuple[str, ...]
        by_name: dict[str, int]
        count: int

    assert [empty_of(info) for info in Containers.model_fields.values()] == [[], (), {}, None]


def test_every_phrase_of_the_lexicon_is_written_as_labels_are_compared() -> None:
    for concept in concepts().values():
        for phrase in (*concept.names, *concept.labels, *concept.weak):
            assert phrase == " ".join(word.text for word in words_of(phrase))
