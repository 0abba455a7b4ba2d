"""Labels that mean a field and are worded otherwise, by the likeness of sentence embeddings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from compound_nodes.extraction.amounts import find_amounts
from compound_nodes.extraction.evidence import Candidate, Scored
from compound_nodes.extraction.finders import likeliest
from compound_nodes.extraction.labels import words_of
from compound_nodes.extraction.printed_labels import is_labelling, printed_labels
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

ALIKE = 0.5
"""The least cosine of a label to a field."""

MOST_LABELS = 400
"""Different labels that are compared, from the beginning of the document; long documents have thousands."""

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to unit vectors, float32 of shape (texts, size)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class LikeLabels:
    """Takes the label that is most like a field's name and description for the field's own.

    A label belongs to one field and a field to one label, the most alike first, and only where a value of the field's
    type stands by the label.
    """

    encoder: Callable[[], Encoder]
    """Called when a field has to be looked for in a document that has labels."""

    def find(self, view: View, fields: Sequence[Wanted]) -> dict[str, Scored]:
        labels = [label for label in printed_labels(view) if not view.names_a_field(label)][:MOST_LABELS]
        if not labels:
            return {}
        likeness = _likeness(self.encoder(), fields, labels)
        found: dict[str, Scored] = {}
        taken: set[int] = set()
        for row, column in np.argwhere(likeness >= ALIKE)[np.argsort(-likeness[likeness >= ALIKE], kind="stable")]:
            wanted = fields[row]
            if wanted.name in found or column in taken:
                continue
            best = _beside(view, labels[column], wanted, float(likeness[row, column]))
            if best and not is_labelling(view, best.candidate) and not _is_money(best.candidate):
                found[wanted.name] = best
                taken.add(column)
        return found


def _likeness(encoder: Encoder, fields: Sequence[Wanted], labels: Sequence[str]) -> Vectors:
    """The mean cosine of each label to what a field is called and how it is described: (fields, labels)."""
    called = [_called(wanted) for wanted in fields]
    vectors = encoder.encode([*(label.casefold() for label in labels), *(text for texts in called for text in texts)])
    cosines = vectors[len(labels) :] @ vectors[: len(labels)].T
    rows = np.split(cosines, np.cumsum([len(texts) for texts in called])[:-1])
    return np.stack([row.mean(axis=0) for row in rows])


def _called(wanted: Wanted) -> list[str]:
    name, described = wanted.phrases[0], wanted.info.description
    if not described:
        return list(wanted.phrases)
    return list(dict.fromkeys([*wanted.phrases, described.casefold(), f"{name}: {described.casefold()}"]))


def _is_money(candidate: Candidate) -> bool:
    """Whether a string is an amount and nothing else, which says that the label is one of an amount."""
    text = str(candidate.value)
    return isinstance(candidate.value, str) and any(
        amount.exact and amount.end - amount.start == len(text) for amount in find_amounts(text)
    )


def _beside(view: View, label: str, wanted: Wanted, likeness: float) -> Scored | None:
    phrase = " ".join(word.text for word in words_of(label))
    return likeliest(view.naming(phrase, wanted.key, 0.5 + likeness / 2), wanted)
