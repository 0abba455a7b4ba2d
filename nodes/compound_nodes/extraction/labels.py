"""Recognising printed labels: which concepts a piece of text names, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass

STRONG = 1.0
"""Strength of a label that means one thing."""

WEAK = 0.75
"""Strength of a label that may mean several."""

LEAST_MENDED = 4
"""Characters of the shortest word that is known again when it was misread."""

_LOOKALIKES = str.maketrans("01!i5862", "olllsbbz")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as labels are compared, with its place in the text it was taken from."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A label found in a text: what it names, how plainly (0 to 1), and the characters it covers."""

    key: str
    strength: float
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Words and numbers in lower case without accents; `#` and `№` read as "no", `N°` as "n"."""
    plain = "".join(unicodedata.normalize("NFD", character)[0] for character in text)
    plain = plain.replace("\N{NUMERO SIGN}", "#").lower()
    return [
        Word("no" if match.group() == "#" else match.group(), match.start(), match.end())
        for match in re.finditer(r"[^\W_]+|#", plain)
    ]


class LabelIndex:
    """Phrases and what they name. Longer phrases win over the shorter ones inside them ("sub total" over "total")."""

    def __init__(self, phrases: Iterable[tuple[str, str, float]]) -> None:
        """`phrases` gives (phrase, key, strength); a phrase given twice keeps the first."""
        self._phrases: dict[tuple[str, ...], tuple[str, float]] = {}
        for phrase, key, strength in phrases:
            words = tuple(phrase.split())
            self._phrases.setdefault(words, (key, strength))
            if len(words) > 1 and len(glued := "".join(words)) > 5:
                self._phrases.setdefault((glued,), (key, strength))
        self._longest = max((len(words) for words in self._phrases), default=0)
        self._vocabulary = {word for words in self._phrases for word in words}
        self._misread = {_shape(word): word for word in self._vocabulary if len(word) >= LEAST_MENDED}

    def naming(self, phrase: str, key: str, strength: float) -> LabelIndex:
        """The same index, with a phrase that names this before anything else."""
        twin = copy(self)
        twin._phrases = {**self._phrases, tuple(phrase.split()): (key, strength)}
        twin._longest = max(self._longest, len(phrase.split()))
        twin._vocabulary = self._vocabulary | set(phrase.split())
        return twin

    def _likely(self, word: str) -> str:
        """The word, or the one of a label that a recogniser would take for it ("t0tal")."""
        return word if word in self._vocabulary else self._misread.get(_shape(word), word)

    def find(self, text: str) -> list[Named]:
        """Labels in the text, without overlap, in order."""
        words = [Word(self._likely(word.text), word.start, word.end) for word in words_of(text)]
        found: list[Named] = []
        taken: set[int] = set()
        for size in range(min(self._longest, len(words)), 0, -1):
            for at in range(len(words) - size + 1):
                covered = range(at, at + size)
                phrase = self._phrases.get(tuple(words[index].text for index in covered))
                if phrase and taken.isdisjoint(covered):
                    taken.update(covered)
                    found.append(Named(*phrase, words[at].start, words[at + size - 1].end))
        return sorted(found, key=lambda named: named.start)


def _shape(word: str) -> str:
    """The same for words that look the same in poor print."""
    return word.replace("rn", "m").translate(_LOOKALIKES)


def strongest(named: Mapping[str, float], other_than: str) -> float:
    """The strength of the strongest label that names something else, 0 when there is none."""
    return max((strength for key, strength in named.items() if key != other_than), default=0.0)
