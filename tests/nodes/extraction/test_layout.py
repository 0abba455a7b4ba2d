from __future__ import annotations

from compound.values import Box, DocumentText, Frame, Line, PageText, Text, Word
from compound_nodes.extraction.layout import Cell, Layout

FRAME = Frame(width=400, height=400)


def page(number: int, *rows: list[tuple[str, float]]) -> PageText:
    """A page with words of 10 pixels height and 6 pixels a character, at the x given with each."""
    content, words, lines = "", [], []
    for index, row in enumerate(rows):
        content += "\n" if index else ""
        start = len(content)
        for position, (text, left) in enumerate(row):
            content += " " if position else ""
            box = Box(left=left, top=20 * index, right=left + 6 * len(text), bottom=20 * index + 10, frame=FRAME)
            words.append(Word(text=text, box=box, confidence=1.0, start=len(content), end=len(content) + len(text)))
            content += text
        whole = Box(left=row[0][1], top=20 * index, right=FRAME.width, bottom=20 * index + 10, frame=FRAME)
        lines.append(Line(text=content[start:], box=whole, confidence=1.0, start=start, end=len(content)))
    return PageText(content=content, page=number, frame=FRAME, words=tuple(words), lines=tuple(lines))


def cell(layout: Layout, text: str) -> Cell:
    return next(found for found in layout.cells if found.text == text)


def test_a_wide_gap_separates_cells() -> None:
    layout = Layout.of(page(1, [("Total", 0), ("due", 33), ("12.00", 200)]))
    assert [found.text for found in layout.cells] == ["Total due", "12.00"]


def test_plain_text_is_split_at_two_spaces_and_tabs() -> None:
    layout = Layout.of(Text(content="Total due   12.00\nCash\t20.00"))
    assert [found.text for found in layout.cells] == ["Total due", "12.00", "Cash", "20.00"]


def test_the_cell_to_the_left_is_on_the_same_row() -> None:
    layout = Layout.of(page(1, [("Tax", 0), ("1.00", 200)], [("Total", 0), ("12.00", 200)]))
    assert [found.text for found in layout.to_the_left(cell(layout, "12.00"))] == ["Total"]


def test_the_cell_above_shares_a_column() -> None:
    layout = Layout.of(page(1, [("Number", 0), ("Date", 200)], [("42", 0), ("today", 200)]))
    assert [found.text for found in layout.above(cell(layout, "42"))] == ["Number"]
    assert [found.text for found in layout.below(cell(layout, "Date"))] == ["today"]


def test_pages_are_apart_and_tokens_point_into_the_whole_document() -> None:
    document = DocumentText.join([page(1, [("First", 0)]), page(2, [("Second", 0), ("page", 200)])])
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
