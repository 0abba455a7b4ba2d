"""An encoder that can be followed by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from compound_nodes.encoder import Vectors

WORDS = ("bill", "letter", "poem", "money", "dear", "rose", "verse", "pay")


class WordCounts:
    """An encoder whose vectors count a few words; `seen` keeps what it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        counts = np.array([[text.casefold().count(word) for word in WORDS] + [0.1] for text in texts])
        counts = counts.astype(np.float32).reshape(len(texts), len(WORDS) + 1)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


@pytest.fixture
def encoder() -> WordCounts:
    return WordCounts()
