from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound.values import Box, DocumentText, Frame, Line, PageText, Span, Text
from compound_nodes.indexing.pieces import BLOCK, size_of
from compound_nodes.indexing.splitting import split

FRAME = Frame(width=500, height=2_000)
TEXTS = st.text(max_size=400) | st.text(st.sampled_from("ab. \n\f:7é한\u0301"), max_size=600)
SIZES = st.integers(16, 80)


def page(text: str, number: int = 1, gap: float = 4) -> PageText:
    lines, start = [], 0
    for row, content in enumerate(text.split("\n")):
        top = row * (10 + gap)
        box = Box(left=0, top=top, right=400, bottom=top + 10, frame=FRAME)
        lines.append(Line(text=content, box=box, confidence=1.0, start=start, end=start + len(content)))
        start += len(content) + 1
    return PageText(content=text, page=number, frame=FRAME, lines=tuple(lines))


def without_blanks(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, SIZES)
def test_all_but_blanks_is_in_exactly_one_passage_unchanged_and_in_order(content: str, size: int) -> None:
    passages = split(Text(content=content), size)
    assert "".join(without_blanks(passage.content) for passage in passages) == without_blanks(content)
    assert all(passage.content == content[passage.place.start : passage.place.end] for passage in passages)
    assert all(passage.content.strip() for passage in passages)


@given(TEXTS, SIZES)
def test_no_passage_is_larger_than_asked(content: str, size: int) -> None:
    assert all(size_of(passage.content) <= size for passage in split(Text(content=content), size))


@given(st.lists(st.text(st.sampled_from("ab. \n"), max_size=60), min_size=1, max_size=4))
def test_passages_of_a_document_lie_on_their_page(contents: list[str]) -> None:
    document = DocumentText.join(page(content, number) for number, content in enumerate(contents, 1))
    for passage in split(document, 30):
        assert passage.content == document.content[passage.place.start : passage.place.end]
        assert passage.place.page == document.page_at(passage.place.start).page
        assert passage.place.page == document.page_at(passage.place.end - 1).page


@given(st.text(max_size=50))
def test_the_size_counts_what_an_accent_or_a_syllable_is_made_of(text: str) -> None:
    assert size_of(text) == len(without_blanks(unicodedata.normalize("NFD", text)))


def test_a_passage_has_a_span_for_each_of_its_lines_and_a_box_around_them() -> None:
    (passage,) = split(page("Total due\n$12.00"), 254)
    assert [passage.content[span.start : span.end] for span in passage.spans] == ["Total due", "$12.00"]
    assert passage.place.box is not None
    assert passage.place.box.edges == (0, 0, 400, 24)


def test_lines_of_a_text_without_pages_are_numbered_from_zero() -> None:
    (passage,) = split(Text(content="\nfirst\nsecond"), 254)
    assert [span.source for span in passage.spans] == ["#line=1,2", "#line=2,3"]


def test_what_a_text_says_of_its_own_lines_is_kept() -> None:
    text = Text(content="one two", spans=(Span(start=0, end=3, source="a"), Span(start=4, end=7, source="b")))
    (passage,) = split(text, 254)
    assert passage.spans == text.spans


def test_a_paragraph_ends_a_passage_that_has_enough() -> None:
    sentence = "The cat sat on the mat and did not move for a while."
    assert len(split(Text(content=f"{sentence}\n\n{sentence}"), 100)) == 2
    assert len(split(Text(content=f"{sentence}\n{sentence}"), 100)) == 1


def test_lines_that_stand_apart_on_a_page_are_paragraphs() -> None:
    rows = "The cat sat on the mat and did not move for a while.\n" * 2
    assert len(split(page(rows.strip(), gap=30), 100)) == 2
    assert len(split(page(rows.strip(), gap=4), 100)) == 1


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    passages = split(Text(content="wording " * 40), 70)
    assert {passage.content for passage in passages[:-1]} == {" ".join(["wording"] * 10)}


@pytest.mark.parametrize("unit", ["x", "word ", "lower case line that runs on\n", "한"])
def test_a_huge_text_is_split_like_a_small_one(unit: str) -> None:
    content = unit * (20 * BLOCK // len(unit))
    passages = split(Text(content=content), 254)
    assert "".join(without_blanks(passage.content) for passage in passages) == without_blanks(content)


def test_blanks_alone_give_no_passage() -> None:
    assert split(Text(content=" \n\f\n "), 254) == []
