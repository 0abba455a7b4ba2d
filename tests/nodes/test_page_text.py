from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compound.values import Frame
from compound_nodes.page_text import page_text
from compound_nodes.reading_order import FoundWord, Fragment

FRAME = Frame(width=400, height=300)


def found(text: str, left: float, top: float, *, confidence: float = 1.0) -> FoundWord:
    return FoundWord(text, left, top, left + 8 * len(text), top + 12, confidence)


def alone(text: str, left: float, top: float) -> Fragment:
    return Fragment.of_words([found(text, left, top)])


def test_rows_become_lines_and_a_wide_gap_two_spaces() -> None:
    text = page_text([alone("3.50", 300, 41), alone("Fresh", 10, 40), alone("milk", 54, 40)], number=2, frame=FRAME)

    assert text.content == "Fresh milk  3.50"
    assert text.page == 2
    assert text.frame == FRAME


def test_words_and_lines_point_into_the_content() -> None:
    text = page_text([alone("one", 10, 10), alone("two", 40, 10), alone("three", 10, 40)], number=1, frame=FRAME)

    assert text.content == "one two\nthree"
    assert [text.content[word.start : word.end] for word in text.words] == ["one", "two", "three"]
    assert [text.content[line.start : line.end] for line in text.lines] == ["one two", "three"]


def test_a_lines_box_holds_its_words_and_its_confidence_is_theirs_by_length() -> None:
    words = (found("ab", 10, 10, confidence=1.0), found("cdefgh", 40, 12, confidence=0.6))
    text = page_text([Fragment(words, 10, 88, 17, 12)], number=1, frame=FRAME)

    (line,) = text.lines
    assert line.box.edges == (10, 10, 88, 24)
    assert line.confidence == (2 * 1.0 + 6 * 0.6) / 8


def test_a_box_beyond_the_edge_is_cut_there() -> None:
    text = page_text([alone("over", -5, -5), alone("out", 390, 295)], number=1, frame=FRAME)

    assert [word.box.edges for word in text.words] == [(0, 0, 27, 7), (390, 295, 400, 300)]


def test_a_page_without_words_is_empty_text() -> None:
    text = page_text([Fragment((), 0, 0, 0, 0)], number=1, frame=FRAME)

    assert (text.content, text.words, text.lines) == ("", (), ())


@given(
    st.lists(st.tuples(st.text("abc", min_size=1, max_size=5), st.integers(0, 350), st.integers(0, 280)), max_size=30)
)
def test_every_word_is_kept_exactly_once(places: list[tuple[str, int, int]]) -> None:
    text = page_text([alone(*place) for place in places], number=1, frame=FRAME)

    assert sorted(text.content.split()) == sorted(word for word, _, _ in places)
