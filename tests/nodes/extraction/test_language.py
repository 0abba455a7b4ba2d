"""What the language of a document decides, and what it leaves to the text."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from compound.values import Text
from compound_nodes.extraction.language import Language
from compound_nodes.text_extract import TextExtractByRules


class Slip(BaseModel):
    date: datetime.date | None = None
    weight: float | None = None
    cash: Decimal | None = None


def read(text: str, language: str = "auto") -> Any:
    return TextExtractByRules(schema=Slip, language=language)(Text(content=text)).value


@pytest.mark.parametrize(
    ("language", "month"), [("en-US", 3), ("en-GB", 4), ("de", 4), ("fil-PH", 3), ("auto", 4), ("en", 4)]
)
def test_the_language_orders_day_and_month(language: str, month: int) -> None:
    day = 7 - month
    assert read("Date: 03/04/2024", language).date == datetime.date(2024, month, day)


def test_a_date_that_works_one_way_only_decides_before_the_language() -> None:
    assert read("Date: 03/04/2024\nPrinted 12/31/2024", "de").date == datetime.date(2024, 3, 4)


@pytest.mark.parametrize(
    ("language", "printed", "weight"),
    [
        ("de", "1.234", 1234.0),
        ("de", "1,234", 1.234),
        ("en", "1.234", 1.234),
        ("en", "1,234", 1234.0),
        ("de-CH", "1.234", 1.234),
        ("es-419", "1.234", 1.234),
        ("auto", "1.234", 1234.0),
    ],
)
def test_the_language_says_which_sign_is_the_decimal_mark(language: str, printed: str, weight: float) -> None:
    assert read(f"Weight: {printed}", language).weight == weight


def test_two_decimals_are_decimals_in_any_language() -> None:
    assert read("Weight: 12.34", "de").weight == 12.34


def test_a_label_of_one_language_is_a_word_of_another() -> None:
    text = "Bar   5.00\nCoffee   2.00"
    assert read(text, "de").cash == Decimal("5.00")
    assert read(text, "en").cash is None


@pytest.mark.parametrize("language", ["", "english please", "de_DE", "d"])
def test_what_is_no_language_tag_is_refused(language: str) -> None:
    with pytest.raises(ValidationError, match="BCP 47"):
        TextExtractByRules(schema=Slip, language=language)


def test_the_region_is_not_mistaken_for_an_extension_or_a_script() -> None:
    assert Language("zh-Hant-TW").month_first is False
    assert Language("en-Latn-US").month_first is True
    assert Language("en-u-ca-gregory").month_first is None
