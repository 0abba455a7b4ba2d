"""Passages in the order in which they are likely to answer a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from compound.values import Passage
from compound_nodes.answering.evidence import WeighedTerms, terms_in
from compound_nodes.answering.names import names_in, without_names
from compound_nodes.encoder import Vectors
from compound_nodes.indexing.terms import asked_terms
from compound_nodes.summary import Encoder

OWN_TERMS = 0.4
"""What all the question's words in a passage are worth, beside a cosine of 1."""
TERMS_AROUND = 0.3
"""What they are worth anywhere in its source, or in the source's name."""
NAMES_AROUND = 1.6
"""What the names in the question are worth there: they say which document is meant."""


def ranked(question: str, passages: Sequence[Passage], encoder: Encoder) -> list[Passage]:
    """The passages, best first, with their scores.

    All score 0 for a question without words. Else a score is the cosine to the question, with what the passage has of
    the question's words, and what its document has of them: who asks for the total of an invoice names the issuer,
    whose name stands elsewhere on it.
    """
    terms = asked_terms(question)
    if not terms:
        return [_scored(passage, 0.0) for passage in passages]
    own = [terms_in(passage.content) for passage in passages]
    around = _terms_by_source(passages, own)
    asked, asked_around = WeighedTerms(terms, own), WeighedTerms(terms, around.values())
    names = WeighedTerms(names_in(question), around.values())
    bonus = {
        source: TERMS_AROUND * asked_around.share(found) + NAMES_AROUND * names.share(found)
        for source, found in around.items()
    }
    cosines = cosines_to(question, [passage.content for passage in passages], encoder)
    scored = [
        _scored(passage, cosine + OWN_TERMS * asked.share(found) + bonus[passage.place.source])
        for cosine, found, passage in zip(cosines.tolist(), own, passages, strict=True)
    ]
    return sorted(scored, key=lambda passage: -(passage.score or 0.0))


def cosines_to(question: str, texts: Sequence[str], encoder: Encoder) -> Vectors:
    """The cosine of each text to the question, or to what it asks without its names, whichever is greater."""
    vectors = encoder.encode([question, without_names(question), *texts])
    return np.asarray((vectors[2:] @ vectors[:2].T).max(axis=1), np.float32)


def _scored(passage: Passage, score: float) -> Passage:
    return passage.model_copy(update={"score": score})


def _terms_by_source(passages: Sequence[Passage], own: Sequence[frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for passage, terms in zip(passages, own, strict=True):
        found[passage.place.source] |= terms
    return {source: terms | terms_in(PurePath(source).stem) for source, terms in found.items()}
