"""Summaries made of a text's own sentences, and a check of those that were not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from compound.values import Text
from compound_nodes.encoder import Vectors
from compound_nodes.sentences import Sentence, sentences_of
from compound_nodes.summary_facts import facts_of
from compound_nodes.summary_sources import attributed, joined, quoted

MOST_SENTENCES = 200
"""Sentences of a long text that are compared; beyond, evenly spaced ones are taken."""

REPETITION = 0.85
"""Sentences with a cosine above this say the same thing; only one of them is taken."""

LEAD = 0.15
"""What standing first adds to a sentence's centrality, falling to nothing over the text: leads of articles and the
heads of letters and forms say what the text is about."""

WORDS = (6, 45)
"""A whole sentence of fewer or more words is taken only when there is nothing else."""


class Encoder(Protocol):
    """Texts to unit vectors, float32 of shape (texts, size)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


def extractive(text: Text, encoder: Encoder, count: int) -> Text:
    """At most `count` sentences, each with spans to the places it came from.

    A business document begins with its facts (see `summary_facts`), in the words it is printed with; whole sentences of
    the text follow. Those are the most central ones, in the order of the text: centrality is the mean cosine of a
    sentence to all others (degree centrality, as LexRank without its threshold: Erkan and Radev 2004), with a bonus
    for standing early, and near repetitions are passed over.
    """
    pieces = [piece] if (piece := facts_of(text)) else []
    sentences = _spaced(sentences_of(text.content), MOST_SENTENCES)
    whole = [sentence for sentence in sentences if _is_sentence(sentence.text)]
    suitable = whole or (
        [] if pieces else [sentence for sentence in sentences if _has_words(sentence.text)] or sentences
    )
    room = count - len(pieces)
    if room and len(suitable) > room:
        suitable = _central(suitable, encoder.encode([sentence.text for sentence in suitable]), room)
    return joined([*pieces, *(quoted(text, sentence) for sentence in suitable[:room])])


def grounded(written: str, text: Text, encoder: Encoder) -> Text | None:
    """What a model wrote about a text, each sentence with spans to the lines that it rests on.

    None when a sentence is like none of the text, or says a number or a name that the text does not.
    """
    sentences = [" ".join(sentence.text.split()) for sentence in sentences_of(written)]
    sources = _spaced(sentences_of(text.content), MOST_SENTENCES)
    if not sentences or not sources or ungrounded(written, text.content):
        return None
    vectors = encoder.encode([*sentences, *(source.text for source in sources)])
    likeness = vectors[: len(sentences)] @ vectors[len(sentences) :].T
    return attributed(sentences, text, sources, likeness)


def ungrounded(summary: str, source: str) -> list[str]:
    """Numbers and capitalised words of a summary that do not stand in its source; sentence openings are exempt."""
    known = set(_words(source.casefold()))
    opening = {match.start() for match in re.finditer(r"(?:^|(?<=[.!?]\s))\w", summary)}
    claims = re.finditer(r"\d[\d.,:/-]*\d|\d|(?<!\w)[A-ZÀ-Þ][\w’'-]*", summary)
    return [
        claim.group()
        for claim in claims
        if not set(_words(claim.group().casefold())) <= known
        and (claim.start() not in opening or _is_telling(claim.group()))
    ]


def _is_telling(opening: str) -> bool:
    """Whether the first word of a sentence is a number or an abbreviation, which no other word could stand for."""
    return opening[0].isdigit() or (len(opening) > 1 and opening.isupper())


def _central(sentences: list[Sentence], vectors: Vectors, count: int) -> list[Sentence]:
    likeness = vectors @ vectors.T
    early = LEAD * np.linspace(1.0, 0.0, len(sentences))
    order = np.argsort(-(likeness.mean(axis=1) + early), kind="stable")
    chosen: list[int] = []
    for index in order:
        if len(chosen) < count and all(likeness[index, other] < REPETITION for other in chosen):
            chosen.append(int(index))
    return [sentences[index] for index in sorted(chosen)]


def _is_sentence(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    return WORDS[0] <= len(words) <= WORDS[1] and text[-1] in ".!?…" and text[0].isupper() and _has_words(text)


def _has_words(text: str) -> bool:
    return sum(character.isalpha() for character in text) > 0.6 * len(text.replace(" ", ""))


def _spaced(sentences: list[Sentence], most: int) -> list[Sentence]:
    if len(sentences) <= most:
        return sentences
    return [sentences[int(index)] for index in np.linspace(0, len(sentences) - 1, most)]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
