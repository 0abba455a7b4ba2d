"""A text cut where it may be cut: at sentences, at rows, and only within them where they are too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from compound_nodes.sentences import sentences_of

BLOCK = 8_000
"""Characters that are cut into sentences at once: what joins broken lines takes time quadratic in the length."""

Piece = tuple[int, int]
"""Start and end in the text."""


def size_of(text: str) -> int:
    """Characters that are no blanks, accents and syllable parts counted apart: at least as many as WordPiece tokens.

    BERT's tokenizer decomposes (NFD) and then gives one token at most for each character.
    """
    decomposed = text if text.isascii() else unicodedata.normalize("NFD", text)
    return len("".join(decomposed.split()))


def pieces_of(text: str, start: int, end: int, most: int) -> Iterator[Piece]:
    """Sentences and rows of the characters `start` to `end`, in order, each of at most this size.

    All but blanks is in exactly one piece, and no piece begins or ends with a blank.
    """
    for low, high in _blocks(text, start, end):
        for sentence in sentences_of(text[low:high]):
            yield from _cut(text, low + sentence.start, low + sentence.end, most)


def _blocks(text: str, start: int, end: int) -> Iterator[Piece]:
    """The characters in blocks that end with a line where there is one, else with a blank, else anywhere."""
    while end - start > BLOCK:
        limit = start + BLOCK
        cut = max(text.rfind("\n", start, limit), text.rfind(" ", start, limit) if "\n" not in text[start:limit] else 0)
        cut = cut + 1 if cut >= start else limit
        yield start, cut
        start = cut
    yield start, end


def _cut(text: str, start: int, end: int, most: int) -> Iterator[Piece]:
    """The piece itself if it is small enough, else the most of its words that are, and so on."""
    while size_of(text[start:end]) > most:
        cut = _last_fit(text, start, end, most)
        yield start, cut
        start = _after_blanks(text, cut, end)
    yield start, end


def _last_fit(text: str, start: int, end: int, most: int) -> int:
    """The end of the last word that fits, or of the last character where the first word alone does not."""
    cut, size = start, 0
    for match in re.finditer(r"\S+", text[start:end]):
        size += size_of(match.group())
        if size > most:
            break
        cut = start + match.end()
    return cut if cut > start else start + _characters_that_fit(text[start : start + most], most)


def _characters_that_fit(word: str, most: int) -> int:
    size = 0
    for count, character in enumerate(word):
        size += size_of(character)
        if size > most:
            return max(count, 1)
    return len(word)


def _after_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at
