from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from compound_nodes.flow import Passage
from compound_nodes.typesetting import HEIGHT, WIDTH, printed, typeset


def texts(*passages: Passage) -> list[list[str]]:
    """Rows of all sheets, each of what is written in its columns."""
    rows = [row for sheet in typeset(passages) for row in sheet]
    return [[" ".join(word.text for word in found.words) for found in row] for row in rows]


def test_a_long_paragraph_is_broken_into_lines_within_the_sheet() -> None:
    (sheet,) = typeset([Passage(("several words " * 40,))])

    assert len(sheet) > 2
    assert all(word.right < WIDTH - 60 for row in sheet for found in row for word in found.words)


def test_words_lie_on_their_ink() -> None:
    (sheet,) = typeset([Passage(("Total due",)), Passage(("Sum", "12.50"))])

    ink = np.asarray(printed(sheet)) < 128
    for word in (word for row in sheet for found in row for word in found.words):
        place = np.s_[int(word.top) : int(word.bottom) + 1, int(word.left) : int(word.right) + 1]
        assert ink[place].any()
        ink[place] = False
    assert not ink.any()


def test_columns_of_a_table_stand_one_below_the_other() -> None:
    (sheet,) = typeset([Passage(("A", "1")), Passage(("A longer name", "2"))])

    first, second = sheet
    assert first[1].left == second[1].left > second[0].right + 20


def test_a_long_cell_goes_on_below_itself() -> None:
    rows = texts(Passage(("many words in one cell " * 12, "12.50")))

    assert len(rows) > 1
    assert rows[0][1] == "12.50"
    assert all(len(row) == 1 for row in rows[1:])


def test_a_crowded_table_keeps_its_words_whole_and_in_order() -> None:
    names = tuple(f"Quantity{number}" for number in range(14))

    assert texts(Passage(names)) == [list(names)]


def test_what_is_too_much_for_a_sheet_goes_on_the_next() -> None:
    sheets = list(typeset([Passage((f"paragraph {number}",)) for number in range(100)]))

    assert len(sheets) > 1
    assert all(word.bottom < HEIGHT for sheet in sheets for row in sheet for found in row for word in found.words)


def test_no_passages_make_one_empty_sheet() -> None:
    (sheet,) = typeset([])

    assert sheet == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.text("ab ", min_size=1, max_size=300).filter(str.strip), min_size=1, max_size=5), max_size=6)
)
def test_every_letter_is_set_once(cells: list[list[str]]) -> None:
    rows = texts(*(Passage(tuple(row)) for row in cells))

    letters = sorted("".join(text for row in rows for text in row).replace(" ", ""))
    assert letters == sorted("".join(text for row in cells for text in row).replace(" ", ""))
