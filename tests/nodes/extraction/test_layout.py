from __future__ import annotations

from collections.abc import Callable

from compound.values import DocumentText, PageText, Text
from compound_nodes.extraction.layout import Cell, Layout

MakePage = Callable[..., PageText]


def cell(layout: Layout, text: str) -> Cell:
    return next(found for found in layout.cells if found.text == text)


def test_a_wide_gap_separates_cells(make_page: MakePage) -> None:
    layout = Layout.of(make_page(1, [("Total", 0), ("due", 33), ("12.00", 200)]))
    assert [found.text for found in layout.cells] == ["Total due", "12.00"]


def test_plain_text_is_split_at_two_spaces_and_tabs() -> None:
    layout = Layout.of(Text(content="Total due   12.00\nCash\t20.00"))
    assert [found.text for found in layout.cells] == ["Total due", "12.00", "Cash", "20.00"]


def test_the_cell_to_the_left_is_on_the_same_row(make_page: MakePage) -> None:
    layout = Layout.of(make_page(1, [("Tax", 0), ("1.00", 200)], [("Total", 0), ("12.00", 200)]))
    assert [found.text for found in layout.to_the_left(cell(layout, "12.00"))] == ["Total"]


def test_the_cell_above_shares_a_column(make_page: MakePage) -> None:
    layout = Layout.of(make_page(1, [("Number", 0), ("Date", 200)], [("42", 0), ("today", 200)]))
    assert [found.text for found in layout.above(cell(layout, "42"))] == ["Number"]
    assert [found.text for found in layout.below(cell(layout, "Date"))] == ["today"]


def test_pages_are_apart_and_tokens_point_into_the_whole_document(make_page: MakePage) -> None:
    document = DocumentText.join([make_page(1, [("First", 0)]), make_page(2, [("Second", 0), ("page", 200)])])
    layout = Layout.of(document)
    assert [found.page for found in layout.cells] == [1, 2, 2]
    assert layout.above(cell(layout, "Second")) == []
    for found in layout.cells:
        assert [document.content[token.start : token.end] for token in found.tokens] == [t.text for t in found.tokens]


def test_characters_of_a_cell_lead_to_the_words_they_touch() -> None:
    (whole,) = Layout.of(Text(content="Invoice No: 42")).cells
    assert [token.text for token in whole.tokens_at(8, 14)] == ["No:", "42"]
    assert [token.text for token in whole.tokens_at(12, 14)] == ["42"]


def test_an_empty_text_has_no_cells() -> None:
    assert Layout.of(Text(content="")).cells == ()
