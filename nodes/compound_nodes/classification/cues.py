"""Phrases that give a label away, looked for in a text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

HEAD_LINES = 8
"""A cue in the first lines counts twice: titles and letterheads stand there."""


class Cues:
    """The phrases of one label, found as whole words whatever their case."""

    def __init__(self, phrases: Sequence[str]) -> None:
        longest_first = sorted((re.escape(phrase.casefold()) for phrase in phrases), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if longest_first else None

    def evidence(self, text: str) -> float:
        """log(1 + the number of different cues in the text, those of the first lines counted twice), 0 without any."""
        if self._pattern is None:
            return 0.0
        lines = [line for line in text.casefold().splitlines() if line.strip()]
        found = len(set(self._pattern.findall("\n".join(lines))))
        return math.log1p(found + len(set(self._pattern.findall("\n".join(lines[:HEAD_LINES])))))
