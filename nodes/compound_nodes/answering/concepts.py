"""What a question asks of a business document, whatever language its label is printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from compound_nodes.extraction.labels import LabelIndex, Named
from compound_nodes.extraction.lexicon import concepts

WEAK = 0.5
"""Strength of a label that may also mean something else."""

ROW_WORDS = 14
"""A row of more words than this is taken for a sentence."""

_NUMBERED = re.compile(r"\b(?:n|no|nr|num\w*|id)$|(?:number|num[em]ro|nummer|nr)\b")


def labels_in(text: str) -> list[Named]:
    """Labels of business documents in a text, in six languages, in order."""
    return _labels().find(text)


def named_in(text: str) -> Mapping[str, float]:
    """The concepts that a text has a label of, each with the strength of the plainest, 0 to 1."""
    found: dict[str, float] = {}
    for named in labels_in(text):
        found[named.key] = max(found.get(named.key, 0.0), named.strength)
    return found


def asked_of(question: str) -> frozenset[str]:
    """The concepts that a question names. "The total of the invoice" asks for no number of it."""
    return frozenset(
        named.key
        for named in labels_in(question)
        if named.key != "invoice_number" or _NUMBERED.search(question[named.start : named.end].casefold())
    )


def agreement(asked: frozenset[str], text: str) -> float:
    """How plainly a text has a label of what is asked, 0 to 1; of several things asked, the mean.

    A sentence that mentions the thing counts half: a value stands beside its label in a row.
    """
    if not asked:
        return 0.0
    named = named_in(text)
    mean = sum(named.get(key, 0.0) for key in asked) / len(asked)
    return mean / 2 if len(text.split()) > ROW_WORDS else mean


@cache
def _labels() -> LabelIndex:
    return LabelIndex(_phrases())


def _phrases() -> Iterator[tuple[str, str, float]]:
    known = concepts().values()
    for concept in known:
        yield from ((phrase, concept.key, 1.0) for phrase in concept.labels)
    for concept in known:
        yield from ((phrase, concept.key, WEAK) for phrase in concept.weak)
