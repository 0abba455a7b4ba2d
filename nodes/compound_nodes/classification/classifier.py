"""Which of some labels fits a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from compound.values import Label
from compound_nodes.classification.cues import Cues
from compound_nodes.classification.examples import TaughtLabels
from compound_nodes.classification.label_spec import LabelSpec
from compound_nodes.classification.label_words import label_vectors
from compound_nodes.classification.vectors import Encoder, Matrix, text_vectors

TEMPERATURE = 0.05
"""Scores are divided by this before the softmax.

With MiniLM it is within 0.01 nats of the least negative log-likelihood on CLINC150, NLU-Evaluation-Data and banking77,
from names, with descriptions and with examples alike; the calibration error is 0.03 to 0.08 there. A few broad labels
are told apart less well than it says (0.15 on the ten domains of CLINC150)."""

CUE_WEIGHT = 1.5
"""What one nat of cue evidence adds to a label's logit, chosen on 18 documents of seven kinds in four languages."""


class Classifier:
    """A classifier made of what is known of its labels.

    The score of a label is the cosine between its vector and the text's; the logit is that over `TEMPERATURE`, plus
    `CUE_WEIGHT` times the evidence of its cues, which are looked for in all of the text. The distribution is the
    softmax of the logits. Nothing is drawn at random.
    """

    def __init__(self, encoder: Encoder, labels: Mapping[str, LabelSpec], templates: Sequence[str]) -> None:
        """`labels` are by name; in `templates` each name is put at `{}`."""
        self._encoder = encoder
        self._names = tuple(labels)
        self._cues = [Cues(spec.cues) for spec in labels.values()]
        words = label_vectors(encoder, {name: spec.description for name, spec in labels.items()}, templates)
        examples = [(row, text) for row, spec in enumerate(labels.values()) for text in spec.examples]
        self._labels = TaughtLabels(
            words,
            text_vectors(encoder, [text for _, text in examples]).reshape(-1, words.shape[1]),
            [row for row, _ in examples],
        )

    def classify(self, texts: Sequence[str]) -> list[Label]:
        """One label a text, in order; a text without words gets the distribution that its emptiness encodes to."""
        vectors = text_vectors(self._encoder, texts)
        return [self._label(text, vector) for text, vector in zip(texts, vectors, strict=True)]

    def _label(self, text: str, vector: Matrix) -> Label:
        cues = np.array([cues.evidence(text) for cues in self._cues])
        shares = _softmax(self._labels.scores(vector) / TEMPERATURE + CUE_WEIGHT * cues)
        distribution = {name: float(share) for name, share in zip(self._names, shares, strict=True)}
        best = max(distribution, key=distribution.__getitem__)
        return Label(name=best, confidence=distribution[best], distribution=distribution)


def _softmax(logits: Matrix) -> Matrix:
    shares: Matrix = np.exp(logits - logits.max())
    return shares / float(shares.sum())
