"""Names in a question, which say which document is meant rather than what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compound_nodes.answering.concepts import labels_in
from compound_nodes.indexing.terms import terms_of

_NAME = re.compile(r"(?<!^)(?<![.?!:] )\b(?:[A-ZÀ-Þ][\w&]*|\w*\d\w*)(?:['’]s)?")


def names_in(question: str) -> frozenset[str]:
    """Terms of its words that begin with a capital but not the sentence, or that have a digit.

    Labels of business documents are no names, however they are written (`VAT`, and nouns in German).
    """
    return frozenset(term for start, end in _names(question) for term in terms_of(question[start:end]))


def without_names(question: str) -> str:
    """The question with those words left out: what is asked, of whatever document."""
    left = list(question)
    for start, end in _names(question):
        left[start:end] = " " * (end - start)
    return " ".join("".join(left).split())


def _names(question: str) -> Iterator[tuple[int, int]]:
    labels = [(label.start, label.end) for label in labels_in(question)]
    for name in _NAME.finditer(question):
        if not any(start < name.end() and name.start() < end for start, end in labels):
            yield name.span()
