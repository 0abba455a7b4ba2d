from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.reading_order import FoundWord, Fragment, visual_rows


def fragment(text: str, left: float, middle: float, *, width: float = 40, height: float = 10) -> Fragment:
    word = FoundWord(text, left, middle - height / 2, left + width, middle + height / 2, 1.0)
    return Fragment.of_words([word])


def texts(fragments: Sequence[Fragment]) -> list[list[str]]:
    return [[word.text for found in row for word in found.words] for row in visual_rows(fragments)]


def test_both_halves_of_a_receipts_row_come_together() -> None:
    found = [
        fragment("4.00", 300, 41), fragment("Milk", 0, 20), fragment("Bread", 0, 40), fragment("1.50", 300, 19)
    ]  # fmt: skip

    assert texts(found) == [["Milk", "1.50"], ["Bread", "4.00"]]


def test_a_tall_heading_does_not_swallow_the_rows_beside_it() -> None:
    found = [fragment("LOGO", 0, 30, height=60), fragment("Street", 200, 10), fragment("Town", 200, 50)]

    assert texts(found) == [["Street"], ["LOGO"], ["Town"]]


def test_a_bent_row_stays_one_row() -> None:
    bent = [fragment(str(index), 50 * index, 100 + 3 * index) for index in range(10)]

    assert texts(bent) == [[str(index) for index in range(10)]]


def test_what_stands_one_above_the_other_is_never_one_row() -> None:
    assert texts([fragment("over", 0, 10), fragment("under", 0, 14)]) == [["over"], ["under"]]


def test_nothing_gives_no_rows() -> None:
    assert visual_rows([]) == []


@given(st.integers(1, 8), st.integers(1, 5), st.randoms(use_true_random=False))
def test_a_grid_is_read_row_by_row_in_whatever_order_it_was_found(
    rows: int, columns: int, chance: random.Random
) -> None:
    grid = [[f"{row},{column}" for column in range(columns)] for row in range(rows)]
    found = [fragment(text, 60 * column, 14 * row) for row, line in enumerate(grid) for column, text in enumerate(line)]
    chance.shuffle(found)

    assert texts(found) == grid
