"""A small language model asked for fields, where it may only point at what stands in the text, or say "none".

Decoding is constrained in the strictest way: the possible answers are listed (see `spans`), and the model says how
likely each is as a whole, so none is shut out by its first token. A likely answer may be likely to any question,
so each is weighed against how likely it is for a question that names no field (pointwise mutual information; Holtzman
et al., Surface Form Competition, 2021). A value counts when it is the likeliest by both and far enough ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compound.values import Message
from compound_nodes.extraction.evidence import Candidate, Scored
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.spans import printed, spans
from compound_nodes.extraction.view import View

NONE = "none"

LEAST_SHARE = 0.6
"""Of the probability of all listed answers, that a value must have."""

LEAST_INFORMATION = 3.5
"""Nats by which the field must make a value likelier."""

CONFIDENCE = 0.5
"""Of every value: of the few that SmolLM2 added to made-up documents, half were right."""

MOST_CHARACTERS = 4000
"""Of the text that the model is shown, from its beginning; what stands behind them is not found."""

MOST_SPANS = 60
"""Answers that are listed, from the beginning of the text."""

Likelihoods = Callable[[Sequence[Message], Sequence[str]], NDArray[np.float64]]
"""The log-probability of each answer to a conversation, float64 of shape (answers,)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Asks for each field in turn."""

    likelihoods: Callable[[], Likelihoods]
    """Called when a field has to be asked for in a document that has something of its type."""

    def find(self, view: View, fields: Sequence[Wanted]) -> dict[str, Scored]:
        text = view.layout.content[:MOST_CHARACTERS]
        found = {}
        for wanted in fields:
            listed = [span for span in spans(view, wanted) if printed(span) in text][:MOST_SPANS]
            if listed and (best := _answer(self.likelihoods(), text, wanted, listed)):
                found[wanted.name] = Scored(best, CONFIDENCE)
        return found


def _answer(likelihoods: Likelihoods, text: str, wanted: Wanted, listed: list[Candidate]) -> Candidate | None:
    """The span that the field asks for, None where it is none of them."""
    answers = [f"Answer: {answer}" for answer in (*map(printed, listed), NONE)]
    asked = likelihoods(_question(text, _called(wanted)), answers)
    informed = asked - likelihoods(_question(text, "answer"), answers)
    likeliest = int(asked.argmax())
    share = float(np.exp(asked[likeliest] - np.logaddexp.reduce(asked)))
    agreed = likeliest == int(informed.argmax()) and likeliest < len(listed)
    if agreed and share >= LEAST_SHARE and informed[likeliest] >= LEAST_INFORMATION:
        return listed[likeliest]
    return None


def _question(text: str, asked: str) -> tuple[Message, ...]:
    question = f"What is the {asked}? Answer with words of the text, or {NONE}."
    return (Message(role="user", content=f"{text}\n\n{question}"),)


def _called(wanted: Wanted) -> str:
    name, described = wanted.phrases[0], wanted.info.description
    return f"{name} ({described})" if described else name
