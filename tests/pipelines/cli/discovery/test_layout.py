"""Tables: names whole, prose wrapped, and one line each for other programs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compound_pipelines.cli.discovery.layout import grouped, laid_out

HEADS = ("who", "what it does")
ROWS = [("Reader", "reads what is written"), ("AVeryLongNameOfANode", "does\nsomething else")]


def lines(width: int | None) -> list[str]:
    return list(laid_out(HEADS, ROWS, width))


def test_prose_stands_beside_names() -> None:
    assert lines(60) == [
        "who                   what it does",
        "Reader                reads what is written",
        "AVeryLongNameOfANode  does  something else",
    ]


def test_prose_is_wrapped_within_its_column() -> None:
    rows = [("Reader", "reads what is written on a page, and then on the next one")]
    assert list(laid_out(HEADS, rows, 40))[1:] == [
        "Reader  reads what is written on a page,",
        "        and then on the next one",
    ]


def test_parts_that_do_not_fit_side_by_side_stand_one_below_the_other() -> None:
    rows = [("Reader", "reads what is written on a\npage, and the next one")]
    assert [line.strip() for line in laid_out(HEADS, rows, 40)][1:] == [
        "Reader  reads what is written on a",
        "page, and the next one",
    ]


def test_where_names_leave_no_room_prose_goes_below_them() -> None:
    assert lines(40)[-2:] == ["AVeryLongNameOfANode", "    does  something else"]


def test_without_a_width_each_row_is_one_line() -> None:
    rows = [("Reader", "reads\n" + "on and on " * 40)]
    assert len(list(laid_out(HEADS, rows, None))) == 2


def test_a_first_cell_is_not_repeated() -> None:
    rows = [("text", "a"), ("text", "b"), ("image", "c"), ("text", "d")]
    assert list(grouped(rows)) == [("text", "a"), ("", "b"), ("image", "c"), ("text", "d")]


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=50)


@given(st.lists(st.tuples(words, words, st.lists(words).map(" ".join)), max_size=5), st.integers(1, 200))
def test_no_word_is_ever_cut_or_lost(rows: list[tuple[str, str, str]], width: int) -> None:
    printed = "\n".join(laid_out(("", "", ""), rows, width)).split()
    assert printed == [word for row in rows for word in " ".join(row).split()]


@given(st.lists(words, min_size=1, max_size=30).map(" ".join), st.integers(60, 200))
def test_lines_keep_to_the_width_where_words_do(prose: str, width: int) -> None:
    assert all(len(line) <= width for line in laid_out(("", ""), [("name", prose)], width))
