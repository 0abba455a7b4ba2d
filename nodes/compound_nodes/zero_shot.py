"""Which of some labels fits a text, by a sentence encoder and by phrases that give a label away."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from compound.values import Label
from compound_nodes.encoder import Vectors

TEMPERATURE = 0.06
"""Cosines are divided by this before the softmax. It gives the least negative log-likelihood (1.43) among 0.02 to 0.2
for MiniLM on 300 requests of banking77 with its 77 bare label names, where 64 % are right."""

CUE_WEIGHT = 1.5
"""What one nat of cue evidence adds to a label's logit, chosen on 18 documents of seven kinds in four languages."""

WINDOW = 150
"""Words that are encoded at once: about 200 tokens of prose, which MiniLM takes whole."""

WINDOWS = 3
"""How many windows from the start of a text are encoded; what a document is shows at its head."""

HEAD_LINES = 8
"""A cue in the first lines counts twice: titles and letterheads stand there."""


class Encoder(Protocol):
    """Texts to unit vectors, float32 of shape (texts, size)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class ZeroShot:
    """A classifier made of the labels' own words.

    The score of a label is the cosine between the text and the label over `TEMPERATURE`, plus `CUE_WEIGHT` times
    log(1 + cues found); the distribution is the softmax of the scores. The vector of a label is the mean of its
    name in each template and of its description. Of a text, the mean over the first `WINDOWS` windows is taken for
    the cosine, while cues are looked for in all of it.
    """

    def __init__(
        self,
        encoder: Encoder,
        labels: Mapping[str, str],
        *,
        templates: Sequence[str] = ("{}",),
        cues: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`labels` maps each name to its description, which may be empty; `cues` names to telling phrases."""
        self._encoder = encoder
        self._names = tuple(labels)
        self._vectors = np.stack([self._label_vector(name, labels[name], templates) for name in labels])
        self._cues = [_any_of((cues or {}).get(name, ())) for name in self._names]

    def classify(self, texts: Sequence[str]) -> list[Label]:
        """One label a text, in order; a text without words gets the distribution that its emptiness encodes to."""
        windows = [list(_windows(text)) for text in texts]
        encoded = iter(self._encoder.encode([window for some in windows for window in some]))
        vectors = [_unit(np.mean([next(encoded) for _ in some], axis=0)) for some in windows]
        return [self._label(text, vector) for text, vector in zip(texts, vectors, strict=True)]

    def _label(self, text: str, vector: Vectors) -> Label:
        cues = np.array([_evidence(text, pattern) for pattern in self._cues])
        shares = _softmax(self._vectors.astype(np.float64) @ vector / TEMPERATURE + CUE_WEIGHT * cues)
        distribution = {name: float(share) for name, share in zip(self._names, shares, strict=True)}
        best = max(distribution, key=distribution.__getitem__)
        return Label(name=best, confidence=distribution[best], distribution=distribution)

    def _label_vector(self, name: str, description: str, templates: Sequence[str]) -> Vectors:
        words = re.sub(r"[_\W]+", " ", name).strip() or name
        prompts = [template.replace("{}", words) for template in templates] + [description] * bool(description)
        return _unit(self._encoder.encode(prompts).mean(0))


def _windows(text: str) -> Iterator[str]:
    words = text.split(maxsplit=WINDOW * WINDOWS)[: WINDOW * WINDOWS]
    for start in range(0, max(len(words), 1), WINDOW):
        yield " ".join(words[start : start + WINDOW])


def _any_of(cues: Sequence[str]) -> re.Pattern[str] | None:
    longest_first = sorted((re.escape(cue.casefold()) for cue in cues), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if longest_first else None


def _evidence(text: str, cues: re.Pattern[str] | None) -> float:
    """log(1 + the number of different cues in the text, those of the first lines counted twice)."""
    if cues is None:
        return 0.0
    lines = [line for line in text.casefold().splitlines() if line.strip()]
    found = len(set(cues.findall("\n".join(lines))))
    return math.log1p(found + len(set(cues.findall("\n".join(lines[:HEAD_LINES])))))


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.exp(scores - scores.max())
    return shares / float(shares.sum())


def _unit(vector: Vectors) -> Vectors:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
