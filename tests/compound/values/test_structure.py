"""Regions of a page, and tables on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from compound.values import Box, Cell, Frame, Layout, Region, Table

FRAME = Frame(width=7, height=5)


def region(kind: str, frame: Frame = FRAME) -> Region:
    box = Box(left=0, top=0, right=2, bottom=2, frame=frame)
    return Region.model_validate({"kind": kind, "box": box, "confidence": 0.5})


class TestLayout:
    def test_regions_of_a_kind_keep_their_order(self) -> None:
        regions = (region("title"), region("text"), region("table"), region("text"))
        assert Layout(page=1, frame=FRAME, regions=regions).of("text") == (regions[1], regions[3])

    def test_a_region_of_another_page_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="page 3"):
            Layout(page=3, frame=FRAME, regions=(region("text", Frame(width=9, height=9)),))

    def test_an_unknown_kind_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            region("advertisement")


class TestTable:
    def test_a_wide_cell_says_its_text_at_each_of_its_places(self) -> None:
        cells = (Cell(text="2026", row=0, column=1, columns=2), Cell(text="net", row=1, column=0))
        assert Table(rows=2, columns=3, cells=cells).grid() == (("", "2026", "2026"), ("net", "", ""))

    @given(st.lists(st.lists(st.text(max_size=3), min_size=2, max_size=2), min_size=1, max_size=4))
    def test_a_plain_grid_comes_back(self, texts: list[list[str]]) -> None:
        cells = [Cell(text=text, row=r, column=c) for r, row in enumerate(texts) for c, text in enumerate(row)]
        assert Table(rows=len(texts), columns=2, cells=tuple(cells)).grid() == tuple(map(tuple, texts))

    @pytest.mark.parametrize(
        ("cells", "problem"),
        [
            ((Cell(text="a", row=1, column=0, rows=2),), "does not lie in the grid"),
            ((Cell(text="a", row=0, column=2),), "does not lie in the grid"),
            ((Cell(text="a", row=0, column=0, rows=2), Cell(text="b", row=1, column=0)), "lies on another"),
        ],
    )
    def test_cells_that_do_not_fit_the_grid_are_refused(self, cells: tuple[Cell, ...], problem: str) -> None:
        with pytest.raises(ValidationError, match=problem):
            Table(rows=2, columns=2, cells=cells)
