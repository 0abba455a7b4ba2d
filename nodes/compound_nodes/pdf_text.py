"""The text layer of a PDF page: characters as PDFium gives them, gathered into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from compound_nodes.reading_order import FoundWord, Fragment

LINE_END_HYPHEN = 0x02
"""PDFium's code for a hyphen that a line ends with."""
WORD_GAP = 0.3
"""Heights of the character; PDFium does not always give a space where the next word stands this far off."""

LINE_GAP = 0.8
"""Heights of the letters; words of one line stand closer, even where they are spread to fill it."""

Character = tuple[str, float, float, float, float]
"""A character, and left, top, right, bottom in pixels."""


def seen_and_hidden(
    codes: Sequence[int], boxes: Sequence[float], drawn: bytes
) -> tuple[list[FoundWord], list[FoundWord]]:
    """The words of a text layer that can be seen on the page, and those that cannot.

    Args:
        codes, boxes: as for `words_of`.
        drawn: n times 1 for a character that can be seen, or 0.
    """
    # PDFium gives the second half of a pair of surrogates no place of its own.
    shown = [drawn[index - 1 if index and _is_low(code) else index] for index, code in enumerate(codes)]
    blank = [_is_blank(code) for code in codes]
    seen = [index for index in range(len(codes)) if shown[index] or blank[index]]
    hidden = [index for index in range(len(codes)) if not shown[index] or blank[index]]
    first, second = (
        words_of([codes[index] for index in kept], [boxes[4 * index + edge] for index in kept for edge in range(4)])
        for kept in (seen, hidden)
    )
    return first, second


def _is_low(code: int) -> bool:
    return 0xDC00 <= code < 0xE000


def _is_blank(code: int) -> bool:
    return chr(code).isspace()


def words_of(codes: Sequence[int], boxes: Sequence[float]) -> list[FoundWord]:
    """Words of a text layer, in its own order.

    Args:
        codes: n UTF-16 code units or code points.
        boxes: 4 n pixel coordinates: left, top, right, bottom of each character.
    """
    words: list[FoundWord] = []
    run: list[Character] = []
    for character in characters_of(codes, boxes):
        blank = character[0].isspace() or character[3] <= character[1] or character[4] <= character[2]
        if run and (blank or not follows(character, run[-1])):
            words.append(word_of(run))
            run = []
        if not blank:
            run.append(character)
    if run:
        words.append(word_of(run))
    return words


def lines_of(words: Iterable[FoundWord]) -> list[Fragment]:
    """Words that follow each other closely, as fragments: the layer's own order tells neighbours from strangers."""
    lines: list[list[FoundWord]] = []
    for word in words:
        if lines and _continues(word, lines[-1][-1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Fragment.of_words(line) for line in lines]


def _continues(word: FoundWord, previous: FoundWord) -> bool:
    heights = word.bottom - word.top, previous.bottom - previous.top
    same_row = abs(word.top + word.bottom - previous.top - previous.bottom) / 2 <= min(heights) / 2
    return same_row and -min(heights) / 2 <= word.left - previous.right < LINE_GAP * max(heights)


def characters_of(codes: Sequence[int], boxes: Sequence[float]) -> Iterator[Character]:
    """Characters without control codes; a pair of surrogates is joined, with the box of its first half."""
    numbers = iter(boxes)
    high = 0
    for code in codes:
        left, top, right, bottom = islice(numbers, 4)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and _is_low(code):
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        character = "-" if code == LINE_END_HYPHEN else chr(code)
        if character.isprintable() or character.isspace():
            yield character, left, top, right, bottom


def follows(character: Character, previous: Character) -> bool:
    """Whether a character continues the word of the one before: on the same row, and close to it."""
    _, left, top, _, bottom = character
    _, before_left, before_top, before_right, before_bottom = previous
    height = min(bottom - top, before_bottom - before_top)
    same_row = abs((top + bottom) - (before_top + before_bottom)) / 2 <= height / 2
    return same_row and before_left - height <= left <= before_right + WORD_GAP * height


def word_of(run: Iterable[Character]) -> FoundWord:
    texts, lefts, tops, rights, bottoms = zip(*run, strict=True)
    return FoundWord("".join(texts), min(lefts), min(tops), max(rights), max(bottoms), 1.0)
