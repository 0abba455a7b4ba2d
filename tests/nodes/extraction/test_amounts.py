from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.extraction.amounts import find_amounts, find_currencies, parse_number

LOCALES = [(",", "."), (".", ","), ("\u202f", ","), ("\u00a0", ","), ("'", "."), ("", "."), ("", ",")]
"""Signs for thousands and decimals: American, German, French (two kinds of space), Swiss, and without thousands."""

values = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2)


def printed(value: Decimal, thousands: str, decimal: str) -> str:
    return f"{value:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)


@given(value=values, locale=st.sampled_from(LOCALES))
def test_an_amount_printed_in_any_locale_is_read_back(value: Decimal, locale: tuple[str, str]) -> None:
    assert parse_number(printed(value, *locale)) == value


@given(value=values, locale=st.sampled_from(LOCALES), sign=st.sampled_from(["€", "$", "RM ", "EUR ", "Rs. "]))
def test_an_amount_in_a_line_is_found_whole_with_its_currency(
    value: Decimal, locale: tuple[str, str], sign: str
) -> None:
    line = f"Total: {sign}{printed(value, *locale)}"
    (amount,) = find_amounts(line)
    assert amount.value == value
    assert amount.currency in {"EUR", "USD", "MYR", "INR"}
    assert line[amount.start : amount.end] == line.removeprefix("Total: ")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("12,34,567.00", "1234567.00"),
        ("1.234", "1234"),
        ("12.5", "12.5"),
        ("0,5", "0.5"),
        ("1939", "1939"),
    ],
)
def test_numbers_of_many_countries(text: str, value: str) -> None:
    assert [amount.value for amount in find_amounts(text)] == [Decimal(value)]


@pytest.mark.parametrize("line", ["-5.00", "−5.00", "€ -5.00", "-RM 5.00", "5.00-"])
def test_a_minus_on_either_side_makes_an_amount_negative(line: str) -> None:
    assert [amount.value for amount in find_amounts(line)] == [Decimal("-5.00")]


@pytest.mark.parametrize("line", ["14.50%", "21 %", "v1.25b", "192.168.0.1", "10:30", "INV-2024", "x12.00"])
def test_what_is_no_amount_is_left_alone(line: str) -> None:
    assert list(find_amounts(line)) == []


def test_a_space_groups_thousands_only_before_a_decimal_comma() -> None:
    assert [amount.value for amount in find_amounts("1 278.61")] == [Decimal(1), Decimal("278.61")]


def test_a_space_that_a_recogniser_put_into_an_amount_is_passed_over() -> None:
    assert [amount.value for amount in find_amounts("TOTAL 43, 50 €")] == [Decimal("43.50")]
    assert [amount.value for amount in find_amounts("1. 20 nails")] == [Decimal(1), Decimal(20)]


def test_a_currency_may_stand_on_either_side() -> None:
    assert [amount.currency for amount in find_amounts("29.99 € USD 5.00 7.00")] == ["EUR", "USD", None]


def test_signs_codes_and_names_of_currencies_are_counted() -> None:
    assert find_currencies("All prices in US Dollars. $4.11, 5 EUR, 3 €") == ["USD", "EUR", "EUR", "USD"]


def test_a_code_inside_a_word_is_no_currency() -> None:
    assert find_currencies("EUROPE FARM") == []
