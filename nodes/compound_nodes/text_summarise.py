"""`text.summarise`: a text to a few sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from compound import Node
from compound.values import Text
from compound_nodes.generation.causal_lm import CausalLM, Decoding, smollm2
from compound_nodes.encoder import SentenceEncoder, minilm
from compound_nodes.summary import extractive, ungrounded

Sentences = Annotated[int, Field(ge=1, le=10)]


class TextSummarise(Node, device="cpu"):
    """The facts of a business document and the most central sentences of a text, by MiniLM; nothing is rephrased.

    Each sentence has a span for every line it was read from, with page and box where the text has them. This is the
    default because SmolLM2-135M, asked for the same on invoices, receipts and letters, mostly invented.
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

    writer: CausalLM
    encoder: SentenceEncoder


class TextSummariseFreely(Node, device="cpu"):
    """A summary in SmolLM2-135M's own words, if it is grounded, else the extractive one.

    A summary with a number or a capitalised word that does not stand in the text is refused. What is left may still be
    wrong: use it on English prose only.
    """

    sentences: Sentences = 2
    """The most sentences of the summary."""

    head: Annotated[int, Field(ge=64, le=4096)] = 1024
    """Tokens of the text that the model sees; the rest is left out."""

    models = ("smollm2-135m-instruct", "minilm")

    def load(self) -> Summarisers:
        return Summarisers(smollm2(), minilm())

    def run(self, text: Text) -> Text:
        tools: Summarisers = self.loaded
        prompt = (
            f"Summarize this text in {self.sentences} short sentences.\n\n{tools.writer.head(text.content, self.head)}"
        )
        written = tools.writer.generate(prompt, Decoding(max_tokens=40 * self.sentences))
        if written.ended == "length" or not written.text.strip() or ungrounded(written.text, text.content):
            return extractive(text, tools.encoder, self.sentences)
        return Text(content=" ".join(written.text.split()))
