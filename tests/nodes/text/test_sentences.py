from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.sentences import sentences_of


def texts_of(text: str) -> list[str]:
    return [sentence.text for sentence in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One ran. Two sat! Did three?", ["One ran.", "Two sat!", "Did three?"]),
        ("Mr. Smith paid Dr. Jones. She left.", ["Mr. Smith paid Dr. Jones.", "She left."]),
        ("It cost 3.50 euros. Fine.", ["It cost 3.50 euros.", "Fine."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("", []),
        (" \n\f\n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, sentences: list[str]) -> None:
    assert texts_of(text) == sentences


def test_a_sentence_runs_over_line_ends_and_hyphens_are_mended() -> None:
    assert texts_of("Researchers of the city re-\nported that glaciers\nhave melted.") == [
        "Researchers of the city reported that glaciers have melted."
    ]


def test_rows_of_a_table_stay_apart() -> None:
    assert texts_of("Bread and butter      4.00\nmilk from the farm    5.00") == [
        "Bread and butter 4.00",
        "milk from the farm 5.00",
    ]


def test_headings_and_paragraphs_stay_apart() -> None:
    assert texts_of("Glaciers lose ice faster\n\nand then some more text") == [
        "Glaciers lose ice faster",
        "and then some more text",
    ]


@given(text=st.text(alphabet="ab A.!\n-é ", max_size=80))
def test_each_sentence_says_where_it_stood(text: str) -> None:
    for sentence in sentences_of(text):
        place = text[sentence.start : sentence.end]
        letters = [character for character in place if character.isalpha()]
        assert letters == [character for character in sentence.text if character.isalpha()]
