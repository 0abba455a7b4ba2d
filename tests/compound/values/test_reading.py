"""Text knows where it came from, and cannot contradict itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from compound.errors.values import OffsetOutsideText
from compound.values import Box, DocumentText, Frame, Line, PageText, Span, Text, Word

FRAME = Frame(width=100, height=100)
BOX = Box(left=0, top=0, right=10, bottom=10, frame=FRAME)


def page(number: int, *lines: str) -> PageText:
    content = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    return PageText(
        content=content,
        page=number,
        frame=FRAME,
        spans=tuple(Span(start=s, end=s + len(t), page=number, box=BOX) for s, t in zip(starts, lines, strict=True)),
        lines=tuple(
            Line(text=t, box=BOX, confidence=0.9, start=s, end=s + len(t)) for s, t in zip(starts, lines, strict=True)
        ),
    )


class TestText:
    def test_str_is_the_content(self) -> None:
        assert str(Text(content="Total 12.50")) == "Total 12.50"

    @pytest.mark.parametrize(("start", "end"), [(0, 6), (4, 3), (-1, 2)])
    def test_spans_lie_within_the_content(self, start: int, end: int) -> None:
        with pytest.raises(ValidationError):
            Text(content="hello", spans=(Span(start=start, end=end),))

    def test_a_string_converts_at_the_edge_and_nothing_else_does(self) -> None:
        assert Text.__compound_convert__("hi") == Text(content="hi")
        with pytest.raises(TypeError):
            Text.__compound_convert__(3)
        with pytest.raises(TypeError):
            PageText.__compound_convert__("hi")

    def test_a_page_of_text_is_a_text(self) -> None:
        read = page(1, "a")
        assert isinstance(read, Text)
        assert Text.__compound_convert__(read) is read


class TestPageText:
    def test_a_line_points_at_its_own_words(self) -> None:
        wrong = Line(text="abc", box=BOX, confidence=1.0, start=1, end=4)
        with pytest.raises(ValidationError, match="is not what the content holds"):
            PageText(content="abcd", page=1, frame=FRAME, lines=(wrong,))

    def test_the_content_is_the_lines(self) -> None:
        line = Line(text="ab", box=BOX, confidence=1.0, start=0, end=2)
        with pytest.raises(ValidationError, match="lines joined"):
            PageText(content="ab cd", page=1, frame=FRAME, lines=(line,))

    def test_boxes_lie_on_the_page_and_no_other(self) -> None:
        word = Word(text="ab", box=BOX, confidence=1.0, start=0, end=2)
        with pytest.raises(ValidationError, match="expected the frame"):
            PageText(content="ab", page=1, frame=Frame(width=7, height=7), words=(word,))

    def test_collections_are_tuples(self) -> None:
        with pytest.raises(ValidationError):
            PageText(content="", page=1, frame=FRAME, words=[])  # type: ignore[arg-type]

    def test_confidence_is_from_0_to_1(self) -> None:
        for wrong in (-0.1, 1.1, float("nan")):
            with pytest.raises(ValidationError):
                Word(text="", box=BOX, confidence=wrong, start=0, end=0)


lines = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\f"), max_size=8), max_size=4)


class TestDocumentText:
    @given(st.lists(lines, min_size=1, max_size=5))
    def test_every_character_leads_back_to_its_page_and_span(self, contents: list[list[str]]) -> None:
        pages = [page(number, *each) for number, each in enumerate(contents, 1)]
        document = DocumentText.join(pages)
        assert document.content == "\n\f\n".join(p.content for p in pages)
        assert len(document.spans) == sum(len(p.spans) for p in pages)
        for span, line in zip(document.spans, (line for p in pages for line in p.lines), strict=True):
            assert document.content[span.start : span.end] == line.text
            assert document.page_at(span.start).page == span.page

    def test_a_page_break_belongs_to_the_page_before(self) -> None:
        document = DocumentText.join([page(1, "ab"), page(2, "cd")])
        assert [document.page_at(at).page for at in range(8)] == [1, 1, 1, 1, 1, 2, 2, 2]

    @pytest.mark.parametrize("offset", [-1, 8])
    def test_an_offset_outside_is_refused(self, offset: int) -> None:
        with pytest.raises(OffsetOutsideText):
            DocumentText.join([page(1, "ab"), page(2, "cd")]).page_at(offset)

    def test_a_document_has_a_page(self) -> None:
        with pytest.raises(ValidationError):
            DocumentText.join([])

    def test_its_content_cannot_differ_from_its_pages(self) -> None:
        with pytest.raises(ValidationError):
            DocumentText(content="other", pages=(page(1, "ab"),))
