from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.extraction.dates import MONTHS, find_dates, is_month_first

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2059, 12, 31))
FORMATS = [
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d %B %Y",
    "%d-%b-%Y",
    "%B %d, %Y",
]


@given(day=days, form=st.sampled_from(FORMATS))
def test_a_date_printed_in_any_form_is_read_back(day: date, form: str) -> None:
    assert [found.value for found in find_dates(f"Date: {day.strftime(form)} 14:22")] == [day]


@given(day=days)
def test_american_dates_are_read_with_the_month_first(day: date) -> None:
    (found,) = find_dates(day.strftime("%m/%d/%Y"), month_first=True)
    assert found.value == day


@pytest.mark.parametrize(
    ("month", "name"), [(month, name) for month, names in enumerate(MONTHS, 1) for name in names.split()]
)
def test_months_are_known_by_every_name(month: int, name: str) -> None:
    for text in (f"9 {name} 2021", f"9-{name}-21", f"{name.title()} 9, 2021"):
        assert [found.value for found in find_dates(text)] == [date(2021, month, 9)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7. Mai 2014", date(2014, 5, 7)),
        ("le 02 Juillet 2015", date(2015, 7, 2)),
        ("1er août 2023", date(2023, 8, 1)),
        ("19 april 2014", date(2014, 4, 19)),
        ("3 de marzo de 2021", date(2021, 3, 3)),
        ("August 3 , 2014", date(2014, 8, 3)),
        ("3rd of March 2020", date(2020, 3, 3)),
        ("25DEC2018", date(2018, 12, 25)),
        ("5 février 2020", date(2020, 2, 5)),
        ("14-05-202221:10", date(2022, 5, 14)),
    ],
)
def test_dates_as_they_are_met(text: str, day: date) -> None:
    assert [found.value for found in find_dates(text)] == [day]


@pytest.mark.parametrize("text", ["31/02/2020", "192.168.10.20", "1/1", "99/99/2020", "0049 6051 916", "2020"])
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text) == []


def test_a_day_above_twelve_settles_the_order_and_makes_a_date_certain() -> None:
    (found,) = find_dates("12/31/2017")
    assert (found.value, found.certain) == (date(2017, 12, 31), True)


def test_an_ambiguous_date_is_read_day_first_and_is_not_certain() -> None:
    (found,) = find_dates("03/04/2024")
    assert (found.value, found.certain) == (date(2024, 4, 3), False)


def test_one_unambiguous_date_decides_for_the_whole_text() -> None:
    assert is_month_first("Ordered 12/31/2017, delivered 01/02/2018")
    assert not is_month_first("Ordered 31/12/2017, delivered 01/02/2018, Springfield, IL 62701")


def test_american_addresses_put_the_month_first_unless_another_currency_is_used() -> None:
    assert is_month_first("Springfield, IL 62701\n03/04/2024")
    assert not is_month_first("Springfield, IL 62701\n03/04/2024\n£5.00")


def test_places_in_text_with_accents_are_exact() -> None:
    text = "Émis à Évry le 5 février 2020"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "5 février 2020"


@pytest.mark.parametrize("line", ["DATE: 20180304", "DT 20180304", "20180304 10:11"])
def test_eight_digits_are_a_date_beside_the_word_or_a_clock(line: str) -> None:
    assert [found.value for found in find_dates(line)] == [date(2018, 3, 4)]


@pytest.mark.parametrize("line", ["20180304", "Invoice 20180304", "DATE: 20181304", "DATE: 201803041"])
def test_eight_digits_alone_are_a_number(line: str) -> None:
    assert find_dates(line) == []
