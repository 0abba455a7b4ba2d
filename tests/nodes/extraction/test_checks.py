"""Cross-checks are reported, and make a value surer or less sure."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from pydantic import BaseModel

from compound.values import Check, Extracted, Text
from compound_nodes.extraction.extract import extract


class Receipt(BaseModel):
    date: datetime.date | None = None
    total: Decimal | None = None


def read(text: str) -> Extracted[Receipt]:
    return extract(Text(content=text), Receipt)


def checks(text: str) -> dict[str, bool]:
    return {check.name: check.passed for check in read(text).checks}


@pytest.mark.parametrize(
    ("text", "name", "passed"),
    [
        ("Total  9.00\nCash  50.00\nChange  41.00", "cash_less_change", True),
        ("Total  9.00\nCash  50.00\nChange  14.00", "cash_less_change", False),
        ("Subtotal  10.00\nVAT 20%  2.00\nTotal  12.00", "net_and_tax", True),
        ("Subtotal  10.00\nVAT 20%  2.00\nRounding  -0.02\nTotal  11.98", "net_and_tax", True),
        ("Subtotal  10.00\nVAT 20%  2.00\nTotal  21.00", "net_and_tax", False),
        ("Bread  4.00\nMilk  5.00\nTotal  9.00", "lines_add_up", True),
        ("Bread  4.00\nMilk  6.00\nTotal  9.00", "lines_add_up", False),
        ("Date: 3 May 2019\nTotal  9.00", "not_in_the_future", True),
        ("Date: 3 May 2068\nTotal  9.00", "not_in_the_future", False),
    ],
)
def test_a_check_is_made_when_the_text_has_what_it_needs(text: str, name: str, passed: bool) -> None:
    assert checks(text)[name] is passed


def test_without_anything_to_check_against_there_is_no_check() -> None:
    assert checks("Total  9.00") == {}


def test_a_summary_with_its_detail_says_nothing_of_the_total() -> None:
    assert checks("Services  9.00\nBread  4.00\nMilk  5.00\nTotal  9.00") == {}


def test_a_check_names_its_field_and_gives_the_figures() -> None:
    assert read("Total  9.00\nCash  50.00\nChange  41.00").checks == (
        Check(name="cash_less_change", passed=True, fields=("total",), detail="50.00 - 41.00 = 9.00"),
    )


def test_what_passes_is_surer_than_what_does_not() -> None:
    agreeing = read("Total  9.00\nCash  50.00\nChange  41.00").fields["total"]
    contradicted = read("Total  9.00\nCash  50.00\nChange  14.00").fields["total"]
    assert agreeing.confidence > contradicted.confidence


def test_checks_survive_json() -> None:
    found = read("Total  9.00\nCash  50.00\nChange  41.00")
    assert Extracted[Receipt].model_validate_json(found.model_dump_json()) == found
