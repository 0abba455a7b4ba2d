"""Splits a recognised line into words, each with its part of the line and its own confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Any

WIDE_STEP = 2.5
"""Between two characters, in typical steps of the line: no letter is so wide, so a space was overlooked."""

REACH = 0.7
"""Typical steps by which a word goes beyond the middle of its first and last character, wide ones among them."""


@dataclass(frozen=True, slots=True)
class LineWord:
    """A word of a line. `start` and `end` are parts (0 to 1) of the line's length; confidence is 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    column: int
    confidence: float


def line_words(text: str, info: Any, min_confidence: float) -> tuple[LineWord, ...]:
    """Words of one line; none when the line as a whole is less certain than `min_confidence`.

    Args:
        text: the decoded line.
        info: rapidocr's `WordInfo`: the column at which each character other than a space was decoded, the number of
            columns of the line, and the confidence of each character, spaces among them.
    """
    if not text.strip() or fmean(info.confs) < min_confidence:
        return ()
    columns = iter([column for word in info.word_cols for column in word])
    characters = [
        None if symbol.isspace() else _Character(symbol, next(columns), confidence)
        for symbol, confidence in zip(text, info.confs, strict=True)
    ]
    step = _typical_step([character for character in characters if character is not None])
    return tuple(_word(run, step, info.line_txt_len) for run in _runs(characters, step))


def _typical_step(characters: Sequence[_Character]) -> float:
    steps = [after.column - before.column for before, after in pairwise(characters)]
    return median(steps) if steps else 2.0


def _runs(characters: Sequence[_Character | None], step: float) -> Iterator[list[_Character]]:
    run: list[_Character] = []
    for character in characters:
        if run and (character is None or character.column - run[-1].column > WIDE_STEP * step):
            yield run
            run = []
        if character is not None:
            run.append(character)
    if run:
        yield run


def _word(run: Sequence[_Character], step: float, columns: float) -> LineWord:
    # A character is decoded in the column of its middle.
    return LineWord(
        text="".join(character.text for character in run),
        start=max(0.0, (run[0].column + 0.5 - REACH * step) / columns),
        end=min(1.0, (run[-1].column + 0.5 + REACH * step) / columns),
        confidence=fmean(character.confidence for character in run),
    )
