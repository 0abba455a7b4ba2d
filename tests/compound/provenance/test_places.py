"""Parts of a value name the page and the box, or the span, that they came from; pages say what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from compound import node, pipeline
from compound.journal.journal import Journal
from compound.journal.tables import values
from compound.journal.writing.recording import Recording
from compound.provenance.places import Place, places
from compound.store.blobs import Blobs
from compound.values import (
    Answer,
    Box,
    Citation,
    Entity,
    Extracted,
    FieldValue,
    Frame,
    PageText,
    Passage,
    Span,
    Text,
    Word,
)
from tests.compound.provenance.orchard import last

FRAME = Frame(width=100, height=50, digest="ab" * 32)
OTHER = Frame(width=100, height=50, digest="cd" * 32)


def box(left: float, right: float, frame: Frame = FRAME) -> Box:
    return Box(left=left, top=10, right=right, bottom=20, frame=frame)


def page(number: int = 1, frame: Frame = FRAME) -> PageText:
    first = Word(text="TOTAL", box=box(0, 40, frame), confidence=1, start=0, end=5)
    second = Word(text="31.05", box=box(50, 90, frame), confidence=1, start=6, end=11)
    line = Span(start=0, end=11, page=number)
    return PageText(content="TOTAL 31.05", page=number, frame=frame, words=(first, second), spans=(line,))


class Receipt(BaseModel):
    amount: float | None = None


class Lookalike(BaseModel):
    value: str
    confidence: str
    page: str
    box: str


class Report(BaseModel):
    text: PageText
    fields: Extracted[Receipt]


@node
def read(name: str) -> PageText:
    return page()


@node
def fields(text: PageText) -> Extracted[Receipt]:
    found = FieldValue(value=31.05, confidence=0.9, page=text.page, box=box(45, 95))
    return Extracted(value=Receipt(amount=31.05), fields={"amount": found})


@node
def whole_report(text: PageText, found: Extracted[Receipt]) -> Report:
    return Report(text=text, fields=found)


@node
def shown(name: str) -> object:
    return SHOWN[name]


@pipeline
def extract(name: str) -> Extracted[Receipt]:
    return fields(read(name))


@pipeline
def report(name: str) -> Report:
    text = read(name)
    return whole_report(text, fields(text))


@pipeline
def show(name: str) -> object:
    return shown(name)


PLACE = Span(start=6, end=11, page=2, box=box(50, 90), source="a.pdf")
SHOWN: dict[str, object] = {
    "answer": Answer(
        question="how much", content="31.05", citations=(Citation(quote="31.05", place=PLACE),), confidence=0.8
    ),
    "entity": Entity(text="31.05", kind="money", confidence=0.8, span=PLACE),
    "passage": Passage(content="31.05", place=PLACE),
    "text": Text(content="It is 31.05.", spans=(Span(start=6, end=11, page=1),)),
    "span": {"here": [PLACE]},
    "lookalike": Lookalike(value="a", confidence="b", page="c", box="d"),
    "page": page(),
    "number": 7,
    "named": {1: FieldValue(value="x", confidence=1)},
    "elsewhere": [page(1, OTHER), FieldValue(value=1, confidence=1, page=1, box=box(45, 95))],
    "two documents": [page(1, OTHER), page(1), FieldValue(value=1, confidence=1, page=1, box=box(45, 95))],
    "second page": [page(1), page(2), FieldValue(value=1, confidence=1, page=3, box=box(45, 95))],
}


def found(journal: Journal) -> list[Place]:
    return list(places(journal, last(journal)))


def of(journal: Journal, name: str) -> list[Place]:
    show.using(memory=Recording(journal))(name)
    return found(journal)


def test_a_field_names_its_page_and_box_and_the_page_its_words(journal: Journal) -> None:
    report.using(memory=Recording(journal))("a")
    (place,) = found(journal)
    assert place.at == ".fields.fields.amount"
    assert (place.told.value, place.told.page, place.words) == (31.05, 1, "31.05")
    assert place.told.box == box(45, 95)


def test_where_the_value_has_no_pages_those_of_the_steps_before_do(journal: Journal) -> None:
    extract.using(memory=Recording(journal))("a")
    assert [place.words for place in found(journal)] == ["31.05"]


def test_a_page_of_another_picture_says_nothing(journal: Journal) -> None:
    assert [place.words for place in of(journal, "elsewhere")] == [""]


def test_of_pages_of_one_number_that_of_the_picture_says_it(journal: Journal) -> None:
    assert [place.words for place in of(journal, "two documents")] == ["31.05"]


def test_a_page_of_another_number_says_nothing(journal: Journal) -> None:
    assert [place.words for place in of(journal, "second page")] == [""]


@pytest.mark.parametrize(
    ("name", "at"), [("answer", ".citations[0]"), ("entity", ""), ("passage", ""), ("span", ".here[0]")]
)
def test_a_span_names_page_box_characters_and_source(journal: Journal, name: str, at: str) -> None:
    (place,) = of(journal, name)
    assert (place.at, place.told.page, place.told.box) == (at, 2, box(50, 90))
    assert (place.told.span, place.told.source) == ((6, 11), "a.pdf")
    assert place.words == ("" if name == "span" else "31.05")


def test_a_text_names_what_its_parts_came_from(journal: Journal) -> None:
    (place,) = of(journal, "text")
    assert (place.words, place.told.page, place.told.span) == ("31.05", 1, (6, 11))


def test_keys_that_are_no_names_are_written_as_keys(journal: Journal) -> None:
    assert [place.at for place in of(journal, "named")] == ["[1]"]


@pytest.mark.parametrize("name", ["lookalike", "page", "number"])
def test_what_names_no_place_has_none(journal: Journal, name: str) -> None:
    assert of(journal, name) == []


def test_a_value_that_is_gone_names_nothing(journal: Journal) -> None:
    extract.using(memory=Recording(journal))("a")
    with journal.engine.begin() as connection:
        connection.execute(values.delete())
    assert found(journal) == []


def test_a_value_whose_blob_was_collected_names_nothing(journal: Journal, tmp_path: Path) -> None:
    many.using(memory=Recording(journal))("a")
    assert len(found(journal)) == 500
    elsewhere = Journal(journal.url, Blobs(tmp_path / "empty"))
    assert found(elsewhere) == []


@node
def many_fields(name: str) -> list[FieldValue]:
    return [FieldValue(value=f"{name} {index}" * 20, confidence=1, page=1) for index in range(500)]


@pipeline
def many(name: str) -> list[FieldValue]:
    return many_fields(name)
