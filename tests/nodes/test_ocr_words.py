from __future__ import annotations

from types import SimpleNamespace

import pytest

from compound_nodes.ocr_words import line_words


def info(columns: list[int], confs: list[float], length: float) -> SimpleNamespace:
    """What rapidocr says of a line, all characters in one group."""
    return SimpleNamespace(word_cols=[columns], confs=confs, line_txt_len=length)


def test_words_part_at_spaces_and_lie_where_their_characters_were_decoded() -> None:
    first, second = line_words("ab cd", info([2, 4, 8, 10], [1.0] * 5, 20), 0.5)

    assert (first.text, second.text) == ("ab", "cd")
    assert first.start == pytest.approx((2.5 - 1.4) / 20)
    assert first.end == pytest.approx((4.5 + 1.4) / 20)
    assert second.start > first.end


def test_confidence_is_that_of_a_words_own_characters() -> None:
    words = line_words("ab cd", info([2, 4, 8, 10], [0.9, 0.7, 0.1, 1.0, 1.0], 20), 0.5)

    assert [word.confidence for word in words] == pytest.approx([0.8, 1.0])


def test_a_wide_step_parts_words_where_the_space_was_overlooked() -> None:
    words = line_words("ab12", info([2, 4, 14, 16], [1.0] * 4, 20), 0.5)

    assert [word.text for word in words] == ["ab", "12"]


def test_words_stay_on_the_line() -> None:
    (word,) = line_words("ab", info([0, 4], [1.0, 1.0], 5), 0.5)

    assert (word.start, word.end) == (0.0, 1.0)


@pytest.mark.parametrize(("text", "confs"), [("ab", [0.4, 0.4]), (" ", [1.0]), ("", [0.0])])
def test_a_line_that_is_uncertain_or_blank_has_no_words(text: str, confs: list[float]) -> None:
    assert line_words(text, info([2, 4], confs, 10), 0.5) == ()
