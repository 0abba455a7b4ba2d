"""Vectors of texts for comparing them, by a sentence encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from compound_nodes.encoder import Vectors

Matrix = NDArray[np.float64]
"""float64 of shape (rows, size of the encoder's vectors), or such a row."""

WINDOW = 150
"""Words that are encoded at once: about 200 tokens of prose, which MiniLM takes whole."""

WINDOWS = 3
"""How many windows from the start of a text are encoded; what a text is shows at its head."""


class Encoder(Protocol):
    """Texts to unit vectors, float32 of shape (texts, size)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


def text_vectors(encoder: Encoder, texts: Sequence[str]) -> Matrix:
    """A unit vector a text, the mean over its first windows, of shape (texts, size)."""
    windows = [list(_windows(text)) for text in texts]
    encoded = iter(encoder.encode([window for some in windows for window in some]).astype(np.float64))
    return unit(np.array([np.mean([next(encoded) for _ in some], axis=0) for some in windows]))


def unit(rows: Matrix) -> Matrix:
    """Each row brought to length one; a row of zeros stays."""
    lengths: Matrix = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.maximum(lengths, 1e-12)


def _windows(text: str) -> Iterator[str]:
    words = text.split(maxsplit=WINDOW * WINDOWS)[: WINDOW * WINDOWS]
    for start in range(0, max(len(words), 1), WINDOW):
        yield " ".join(words[start : start + WINDOW])
