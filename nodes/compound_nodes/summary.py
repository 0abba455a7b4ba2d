"""Summaries made of a text's own sentences, and a check of those that were not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from compound.values import Box, DocumentText, PageText, Span, Text
from compound.values.reading import PAGE_BREAK
from compound_nodes.encoder import Vectors
from compound_nodes.sentences import Sentence, sentences_of
from compound_nodes.summary_facts import facts_of

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
    return _joined([*pieces, *(_quoted(text, sentence) for sentence in suitable[:room])])


def ungrounded(summary: str, source: str) -> list[str]:
    """Numbers and capitalised words of a summary that do not stand in its source; sentence openings are exempt."""
    known = set(_words(source.casefold()))
    opening = {match.start() for match in re.finditer(r"(?:^|(?<=[.!?]\s))\w", summary)}
    claims = re.finditer(r"\d[\d.,:/-]*\d|\d|(?<!\w)[A-ZÀ-Þ][\w’'-]*", summary)
    return [
        claim.group()
        for claim in claims
        if not set(_words(claim.group().casefold())) <= known
        and (claim.start() not in opening or claim.group()[0].isdigit() or claim.group().isupper())
    ]


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


def _quoted(text: Text, sentence: Sentence) -> Text:
    content = sentence.text if sentence.text[-1] in ".!?…" else f"{sentence.text}."
    places: list[tuple[int | None, Box | None]] = [*_places(text, sentence)] or [(None, None)]
    spans = tuple(Span(start=0, end=len(sentence.text), page=page, box=box) for page, box in places)
    return Text(content=content, spans=spans)


def _joined(pieces: Sequence[Text]) -> Text:
    content, spans = "", []
    for piece in pieces:
        content += " " if content else ""
        spans += [span.shifted(len(content)) for span in piece.spans]
        content += piece.content
    return Text(content=content, spans=tuple(spans))


def _places(text: Text, sentence: Sentence) -> Iterator[tuple[int, Box]]:
    """Pages and boxes of the lines that a sentence was read from."""
    pages = text.pages if isinstance(text, DocumentText) else (text,) if isinstance(text, PageText) else ()
    offset = 0
    for page in pages:
        for line in page.lines:
            if line.start + offset < sentence.end and sentence.start < line.end + offset:
                yield page.page, line.box
        offset += len(page.content) + len(PAGE_BREAK)
