"""The answer to a question, out of passages, in their own words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compound.values import Answer, Passage
from compound_nodes.answering.concepts import agreement, asked_of
from compound_nodes.answering.evidence import WeighedTerms, terms_in
from compound_nodes.answering.expected import expected_in
from compound_nodes.answering.quotes import Quote, quotes_of
from compound_nodes.answering.ranking import cosines_to, ranked
from compound_nodes.indexing.terms import asked_terms
from compound_nodes.summary import Encoder

OWN_TERMS = 0.4
"""What all the question's words in a quote are worth, beside a cosine of 1."""
IN_PASSAGE = 0.7
"""What the score of its passage is worth, which knows the document."""
LABELLED = 0.5
"""What the label of what is asked is worth, in whatever language it is printed."""
EXPECTED = 0.3
"""What a figure, a date, a name or an address is worth where the question asks for one."""
BARE = 0.3
"""What is taken off a label whose value stands in the row below, and off a quote that says nothing new."""

EVEN = 2.38
"""The score from which a quote is given; few questions without an answer reach it."""
SLOPE = 5.0
"""How fast the odds grow with the score."""
NEARLY = 0.1
"""A quote whose score is no more than this below the best is given beside it."""
READ = 16
"""Passages that are read closely, the best first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quote and how well it answers, from about 0 to 4."""

    quote: Quote
    score: float

    @property
    def confidence(self) -> float:
        """How sure it is that this answers, from 0 to 1; set by hand on some fifty questions, not fitted."""
        return 1.0 / (1.0 + math.exp(-SLOPE * (self.score - EVEN)))


def answered(question: str, passages: Sequence[Passage], encoder: Encoder, least: float, most: int) -> Answer:
    """The best quote, and others that are nearly as good, nothing when it is less sure than `least`."""
    found = candidates(question, passages, encoder) if asked_terms(question) else []
    confidence = found[0].confidence if found else 0.0
    chosen = () if confidence < least else _nearly_best(found, most)
    citations = tuple(candidate.quote.cited() for candidate in chosen)
    content = "\n".join(citation.quote for citation in citations)
    return Answer(question=question, content=content, citations=citations, confidence=confidence)


def candidates(question: str, passages: Sequence[Passage], encoder: Encoder) -> list[Candidate]:
    """The quotes of the best passages with their scores, best first. Passages without a score are ranked first."""
    if any(passage.score is None for passage in passages):
        passages = ranked(question, passages, encoder)
    quotes = [quote for passage in passages[:READ] for quote in quotes_of(passage)]
    own = [terms_in(quote.text) for quote in quotes]
    asked, things, words = WeighedTerms(asked_terms(question), own), asked_of(question), terms_in(question)
    cosines = cosines_to(question, [quote.text for quote in quotes], encoder)
    found = []
    for quote, terms, cosine in zip(quotes, own, cosines.tolist(), strict=True):
        score = (
            cosine
            + OWN_TERMS * asked.share(terms)
            + IN_PASSAGE * (quote.passage.score or 0.0)
            + LABELLED * agreement(things, quote.text)
            + EXPECTED * expected_in(question, quote.text)
            - BARE * (quote.bare or terms <= words)
        )
        found.append(Candidate(quote, score))
    return sorted(found, key=lambda candidate: -candidate.score)


def _nearly_best(found: Sequence[Candidate], most: int) -> Iterator[Candidate]:
    """The best, and at most so many in all that are nearly as good and say something else."""
    taken: list[Quote] = []
    for candidate in found:
        if len(taken) == most or candidate.score < found[0].score - NEARLY:
            return
        if not any(_say_the_same(candidate.quote, other) for other in taken):
            taken.append(candidate.quote)
            yield candidate


def _say_the_same(one: Quote, other: Quote) -> bool:
    overlap = one.passage is other.passage and one.start < other.end and other.start < one.end
    return overlap or one.text == other.text
