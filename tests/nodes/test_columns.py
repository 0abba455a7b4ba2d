from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.columns import rows_in_order
from compound_nodes.reading_order import FoundWord, Fragment

PITCH = 14
LETTER = 6


def line(text: str, left: float, row: float, *, width: float | None = None) -> Fragment:
    """A line of 10-pixel letters on the row of this number."""
    right = left + (LETTER * len(text) if width is None else width)
    return Fragment.of_words([FoundWord(text, left, row * PITCH, right, row * PITCH + 10, 1.0)])


def column(name: str, left: float, rows: range, *, shift: float = 0.0) -> list[Fragment]:
    return [line(f"{name}{row} runs on across its column,", left, row + shift, width=200) for row in rows]


def read(fragments: list[Fragment]) -> list[str]:
    """The first word of each fragment in reading order."""
    shuffled = random.Random(1).sample(fragments, len(fragments))
    return [word.text.split()[0] for row in rows_in_order(shuffled) for found in row for word in found.words]


def names(column: str, rows: range) -> list[str]:
    return [f"{column}{row}" for row in rows]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    rows = range(10)
    page = [*column("a", 0, rows), *column("b", 215, rows), *column("c", 430, rows)]

    assert read(page) == names("a", rows) + names("b", rows) + names("c", rows)


def test_lines_of_columns_need_not_align() -> None:
    rows = range(8)

    assert read([*column("a", 0, rows), *column("b", 215, rows, shift=0.45)]) == names("a", rows) + names("b", rows)


def test_lines_may_reach_a_little_over_the_gutter() -> None:
    rows = range(10)
    wide = [line(f"a{row} runs on across its column,", 0, row, width=202 + row % 3) for row in rows]

    assert read([*wide, *column("b", 202, rows)]) == names("a", rows) + names("b", rows)


def test_a_heading_across_the_columns_parts_what_is_above_from_what_is_below() -> None:
    above, below = range(8), range(10, 18)
    heading = line("Heading across both columns of the page", 50, 8.5, width=300)
    page = [*column("a", 0, above), *column("b", 215, above), heading, *column("a", 0, below), *column("b", 215, below)]

    order = names("a", above) + names("b", above) + ["Heading"] + names("a", below) + names("b", below)
    assert read(page) == order


def test_a_caption_between_columns_is_read_after_them() -> None:
    rows = range(14)
    wide, beside = [*range(5), *range(10, 14)], range(5, 10)
    page = [line(f"a{row} runs on across its column,", 0, row, width=200) for row in wide]
    page += [line(f"b{row} runs on across its column,", 215, row, width=200) for row in wide]
    page += [line(f"a{row} runs on more narrowly", 0, row, width=150) for row in beside]
    page += [line(f"b{row} runs on more narrowly", 265, row, width=150) for row in beside]
    page += [line("Caption of it", 170, row, width=75) for row in range(6, 8)]

    assert read(page) == names("a", rows) + names("b", rows) + ["Caption", "Caption"]


def test_a_page_number_below_one_column_is_read_last() -> None:
    rows = range(8)
    page = [*column("a", 0, rows), *column("b", 215, rows), line("54 The Magazine", 0, 9.5)]

    assert read(page) == [*names("a", rows), *names("b", rows), "54"]


def test_a_table_is_read_along_its_rows() -> None:
    goods = ["Whole milk", "Bread", "Six free range eggs", "Coffee, ground", "Oil", "Tomatoes", "A brush", "Towels"]
    page = [line(name, 0, row) for row, name in enumerate(goods)]
    page += [line(f"{row}.50", 300, row) for row in range(len(goods))]

    assert read(page) == [word for row, name in enumerate(goods) for word in (name.split()[0], f"{row}.50")]


def test_two_addresses_are_read_along_their_rows() -> None:
    sender = ["Example Trading Company Ltd", "Second Floor", "18 Harbour Lane", "Portwick PW3 4QT", "Kingdom", "Tel 1"]
    receiver = ["Ms Ann Other", "Other and Daughters Limited", "Station Street 55", "Weston 2073", "Isle", "Fax 2 34"]
    page = [line(text, 0, row) for row, text in enumerate(sender)]
    page += [line(text, 300, row) for row, text in enumerate(receiver)]

    assert read(page) == [text.split()[0] for pair in zip(sender, receiver, strict=True) for text in pair]


def test_parts_that_white_space_sets_apart_are_read_apart() -> None:
    above, below = range(7), range(12, 19)
    page = [*column("a", 0, above), *column("b", 215, above), *column("a", 0, below), *column("b", 215, below)]

    assert read(page) == names("a", above) + names("b", above) + names("a", below) + names("b", below)


def test_nothing_gives_no_rows() -> None:
    assert rows_in_order([]) == []


places = st.tuples(st.integers(0, 900), st.integers(0, 60), st.integers(1, 400), st.integers(1, 60))


@given(st.lists(places, max_size=60))
def test_every_fragment_is_kept_exactly_once(found: list[tuple[int, int, int, int]]) -> None:
    fragments = [line("some words that are long enough", left, row, width=width) for left, row, width, _ in found]

    assert sorted(map(id, fragments)) == sorted(id(fragment) for row in rows_in_order(fragments) for fragment in row)
