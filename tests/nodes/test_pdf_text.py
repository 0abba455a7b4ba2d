from __future__ import annotations

from compound_nodes.pdf_text import lines_of, seen_and_hidden, words_of


def layer(text: str, *, advance: float = 6.0, y: float = 10.0, x: float = 0.0) -> tuple[list[int], list[float]]:
    """Characters of one row, each `advance` wide and 10 high."""
    boxes: list[float] = []
    for index in range(len(text)):
        boxes += [x + index * advance, y, x + (index + 1) * advance, y + 10]
    return [ord(character) for character in text], boxes


def texts(codes: list[int], boxes: list[float]) -> list[str]:
    return [word.text for word in words_of(codes, boxes)]


def test_spaces_part_words_and_words_span_their_characters() -> None:
    first, second = words_of(*layer("ab cde"))

    assert (first.text, first.left, first.right) == ("ab", 0, 12)
    assert (second.text, second.left, second.right) == ("cde", 18, 36)
    assert (second.top, second.bottom, second.confidence) == (10, 20, 1.0)


def test_a_gap_without_a_space_parts_words() -> None:
    left, right = layer("12"), layer("34", x=40)

    assert texts(left[0] + right[0], left[1] + right[1]) == ["12", "34"]


def test_another_row_begins_a_word() -> None:
    above, below = layer("up"), layer("down", y=30)

    assert texts(above[0] + below[0], above[1] + below[1]) == ["up", "down"]


def test_a_gap_smaller_than_a_space_does_not_part() -> None:
    left, right = layer("AV"), layer("AT", x=14)

    assert texts(left[0] + right[0], left[1] + right[1]) == ["AVAT"]


def test_a_surrogate_pair_is_one_character() -> None:
    _, boxes = layer("abc")

    assert texts([0xD83D, 0xDE00, ord("c")], boxes) == ["\N{GRINNING FACE}c"]


def test_pdfiums_code_for_a_line_end_hyphen_is_a_hyphen() -> None:
    _, boxes = layer("re-")

    assert texts([ord("r"), ord("e"), 0x02], boxes) == ["re-"]


def test_control_codes_and_characters_without_extent_are_no_text() -> None:
    codes, boxes = layer("a\x00b", advance=2)
    assert texts(codes, boxes) == ["ab"]
    assert texts([ord("x")], [5, 5, 5, 5]) == []


def test_no_characters_are_no_words() -> None:
    assert words_of([], []) == []


def test_words_that_are_not_drawn_are_kept_apart() -> None:
    codes, boxes = layer("see it not")

    seen, hidden = seen_and_hidden(codes, boxes, bytes([1, 1, 1, 0, 1, 1, 0, 0, 0, 0]))
    assert [word.text for word in seen] == ["see", "it"]
    assert [word.text for word in hidden] == ["not"]


def test_both_halves_of_a_pair_are_seen_together() -> None:
    _, boxes = layer("ab")

    seen, hidden = seen_and_hidden([0xD83D, 0xDE00], boxes, bytes([1, 0]))
    assert ([word.text for word in seen], hidden) == (["\N{GRINNING FACE}"], [])


def test_words_that_follow_each_other_closely_are_one_line() -> None:
    codes, boxes = layer("one line")
    far, below = layer("far", x=200), layer("below", y=30)

    lines = lines_of(
        words_of([*codes, 32, *far[0], 32, *below[0]], [*boxes, *[0.0] * 4, *far[1], *[0.0] * 4, *below[1]])
    )
    assert [[word.text for word in line.words] for line in lines] == [["one", "line"], ["far"], ["below"]]
