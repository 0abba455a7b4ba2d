from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pytest

from compound.values import Box, Frame, Line, PageText, Span, Text
from compound_nodes.encoder import Vectors
from compound_nodes.summary import extractive, grounded, ungrounded

FRAME = Frame(width=500, height=500)


class Words:
    """An encoder whose vectors count words."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                vectors[row, crc32(word.strip(".,").encode()) % 256] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


ARTICLE = (
    "The glaciers of the region have lost a third of their ice. Researchers measured the ice of the glaciers by radar. "
    "Zyzzyva jazz quiz fuzz buzz pizzazz. The loss of glacier ice in this region has sped up in these years."
)
INVOICE = """Northwind Traders, Inc.
Invoice Number: NT-20417
Invoice Date: March 4, 2024
Consulting, 3 days      $1,200.00
Total Due               $1,296.00"""


def on_a_page(text: str) -> PageText:
    lines, start = [], 0
    for row, content in enumerate(text.split("\n")):
        box = Box(left=0, top=20 * row, right=400, bottom=20 * row + 10, frame=FRAME)
        lines.append(Line(text=content, box=box, confidence=1.0, start=start, end=start + len(content)))
        start += len(content) + 1
    return PageText(content=text, page=3, frame=FRAME, lines=tuple(lines))


def test_a_summary_of_prose_is_made_of_its_central_sentences_in_order() -> None:
    summary = extractive(Text(content=ARTICLE), Words(), 2)
    sentences = [sentence for sentence in ARTICLE.split(". ") if sentence.rstrip(".") in summary.content]
    assert len(sentences) == 2
    assert "Zyzzyva" not in summary.content


def test_a_short_text_is_its_own_summary() -> None:
    text = "The cat sat on the old mat. The dog ran into the big garden."
    assert extractive(Text(content=text), Words(), 3).content == text


def test_a_sentence_that_repeats_another_is_passed_over() -> None:
    text = " ".join(["The cat sat down on the old mat."] * 5 + ["Quick zebras jump over very lazy boxing wizards."])
    assert extractive(Text(content=text), Words(), 2).content.count("The cat") == 1


def test_a_business_document_is_summed_up_by_its_facts_as_printed() -> None:
    summary = extractive(Text(content=INVOICE), Words(), 2)
    assert summary.content == ("From Northwind Traders, Inc., number NT-20417, dated March 4, 2024, total $1,296.00.")


def test_each_fact_has_its_span() -> None:
    summary = extractive(Text(content=INVOICE), Words(), 1)
    told = [summary.content[span.start : span.end] for span in summary.spans]
    assert told == ["Northwind Traders, Inc.", "NT-20417", "March 4, 2024", "$1,296.00"]


def test_each_sentence_has_the_boxes_of_the_lines_it_was_read_from() -> None:
    page = on_a_page("The cat sat on the old\nmat of the house.\nThe dog ran into the big garden.")
    summary = extractive(page, Words(), 2)
    assert [(span.page, span.box) for span in summary.spans] == [(3, line.box) for line in page.lines]
    assert summary.content[summary.spans[2].start :] == "The dog ran into the big garden."


def test_sentences_of_plain_text_have_the_numbers_of_their_lines() -> None:
    text = Text(content="The cat sat on the old\nmat of the house.\n\nThe dog ran into the big garden.")
    assert [span.source for span in extractive(text, Words(), 2).spans] == ["#line=0,2", "#line=3,4"]


def test_what_a_text_says_of_its_own_sources_is_handed_on() -> None:
    spans = (Span(start=0, end=33, source="a.txt"), Span(start=34, end=67, source="b.txt"))
    text = Text(content="The cat sat on the very old mats. The dog ran in the big gardens.  ", spans=spans)
    summary = extractive(text, Words(), 2)
    assert [(span.source, summary.content[span.start : span.end][:7]) for span in summary.spans] == [
        ("a.txt", "The cat"),
        ("b.txt", "The dog"),
    ]


def test_a_written_sentence_has_the_boxes_of_the_lines_that_it_is_like() -> None:
    page = on_a_page("The cat sat on the old\nmat of the house.\nThe dog ran into the big garden.")
    summary = grounded("The dog ran to the garden. A cat sat on the mat.", page, Words())
    assert summary is not None
    assert summary.content == "The dog ran to the garden. A cat sat on the mat."
    told = [(summary.content[span.start : span.end], span.box) for span in summary.spans]
    dog, cat = "The dog ran to the garden.", "A cat sat on the mat."
    assert told == [(dog, page.lines[2].box), (cat, page.lines[0].box), (cat, page.lines[1].box)]


@pytest.mark.parametrize("written", ["", "Zyzzyva jazz quiz.", "The dog ran into 12 gardens."])
def test_what_rests_on_nothing_in_the_text_is_refused(written: str) -> None:
    assert grounded(written, Text(content="The dog ran into the big garden."), Words()) is None


@pytest.mark.parametrize("content", ["", "   ", "12\n13"])
def test_a_text_without_sentences_is_survived(content: str) -> None:
    assert len(extractive(Text(content=content), Words(), 2).content) <= len(content) + 2


def test_numbers_and_names_that_the_text_does_not_have_are_found() -> None:
    source = "Northwind asks Contoso for $1,296.00 by April."
    assert ungrounded("Northwind asks for 1,296.00.", source) == []
    assert ungrounded("The bill is from Northwind.", source) == []
    assert ungrounded("Northwind asks Fabrikam for 1,300.00.", source) == ["Fabrikam", "1,300.00"]


@pytest.mark.models
def test_summaries_by_the_default_models_say_nothing_that_the_text_does_not() -> None:
    from compound_nodes.text_summarise import TextSummarise, TextSummariseFreely

    for node in (TextSummarise(sentences=2), TextSummariseFreely(sentences=1)):
        summary = node(Text(content=ARTICLE))
        assert summary.content
        assert ungrounded(summary.content, ARTICLE) == []
