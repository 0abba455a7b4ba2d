"""`text.summarise`: a text to a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from compound import Node
from compound.values import Message, Text
from compound_nodes.encoder import SentenceEncoder, minilm
from compound_nodes.generation.causal_lm import smollm2
from compound_nodes.generation.decoding import Decoding, Measured, finished
from compound_nodes.generation.prompt_budget import Budget, fitted
from compound_nodes.summary import Encoder, extractive, grounded

Sentences = Annotated[int, Field(ge=1, le=10)]


class TextSummarise(Node, device="cpu"):
    """The facts of a business document and the most central sentences of a text, by MiniLM; nothing is rephrased.

    Each sentence has a span for every line it was read from, with page and box where the text has them, else with
    the lines' numbers in the text as a source (`#line=2,3`, RFC 5147). This is the default because SmolLM2-135M, asked
    for the same on invoices, receipts and letters, mostly invented.
    """

    sentences: Sentences = 2
    """The most sentences of the summary."""

    models = ("minilm",)

    def load(self) -> SentenceEncoder:
        return minilm()

    def run(self, text: Text) -> Text:
        return extractive(text, self.loaded, self.sentences)


@dataclass(frozen=True, slots=True)
class Summarisers:
    """The writer, and what stands in for it."""

    writer: Measured
    encoder: Encoder


class TextSummariseFreely(Node, device="cpu"):
    """A summary in SmolLM2-135M's own words, if it is grounded, else the extractive one.

    Each sentence has spans to the lines of the text that are most like it. A summary is refused that has a sentence
    like none of the text, or a number or a capitalised word that does not stand in it. What is left may still be wrong:
    use it on English prose only.
    """

    sentences: Sentences = 2
    """The most sentences of the summary."""

    head: Annotated[int, Field(ge=64, le=4096)] = 1024
    """The most tokens of the prompt; of a longer text the model sees the beginning."""

    models = ("smollm2-135m-instruct", "minilm")

    def load(self) -> Summarisers:
        return Summarisers(smollm2(), minilm())

    def run(self, text: Text) -> Text:
        tools: Summarisers = self.loaded
        written = finished(tools.writer.stream(self._prompt(text), Decoding(max_tokens=40 * self.sentences)))
        if written.ended == "length":
            return extractive(text, tools.encoder, self.sentences)
        return grounded(written.text, text, tools.encoder) or extractive(text, tools.encoder, self.sentences)

    def _prompt(self, text: Text) -> Sequence[Message]:
        told = f"Summarize this text in {self.sentences} short sentences.\n\n{text.content}"
        return fitted(self.loaded.writer, [Message(role="user", content=told)], Budget(self.head, "keep start"))
