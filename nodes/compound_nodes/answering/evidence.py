"""How much of a question's words a text has: what names, numbers and identifiers in it are worth."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence

from compound_nodes.indexing.terms import terms_of

ALIKE_FROM = 5
"""Letters; a term this long also matches a term that it begins, as `invoice` does `invoicing`."""
FIGURE = 2.0
"""How much more a term with a digit weighs: a number that is asked for must be that number."""


class WeighedTerms:
    """Terms, each weighed by how rare it is among some texts (the idf of BM25)."""

    def __init__(self, terms: Iterable[str], texts: Iterable[Collection[str]]) -> None:
        """`texts` are the terms of each text, see `terms_in`."""
        seen = list(texts)
        self._weights = {term: _weight(term, seen) for term in terms}
        self._total = math.fsum(self._weights.values())

    def share(self, text: Collection[str]) -> float:
        """The weight of the terms that a text has, 0 to 1, of the weight of all; 1 when there are none."""
        if not self._total:
            return 1.0
        return math.fsum(weight for term, weight in self._weights.items() if _has(text, term)) / self._total


def terms_in(text: str) -> frozenset[str]:
    """The different terms of a text."""
    return frozenset(terms_of(text))


def _weight(term: str, texts: Sequence[Collection[str]]) -> float:
    having = sum(_has(text, term) for text in texts)
    rarity = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
    return rarity * (FIGURE if any(character.isdigit() for character in term) else 1.0)


def _has(text: Collection[str], term: str) -> bool:
    if term in text:
        return True
    if len(term) < ALIKE_FROM or not term.isalpha():
        return False
    return any(word.startswith(term) or (len(word) >= ALIKE_FROM and term.startswith(word)) for word in text)
