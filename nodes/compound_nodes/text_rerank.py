"""`text.rerank`: passages in the order in which they fit a question."""

from __future__ import annotations

from collections.abc import Sequence

from compound import Node
from compound.values import Passage, Text
from compound_nodes.answering.ranking import ranked
from compound_nodes.encoder import SentenceEncoder, minilm


class TextRerank(Node, device="cpu"):
    """The passages, the likeliest to answer first, by meaning (MiniLM) and by the words of the question that they have.

    Names, numbers and identifiers say little to an encoder, so the question's words count for themselves, rare ones
    more; those in the rest of a passage's document, and in its name, count as well. `score` is the sum, about -1 to
    1.7, and only compares passages of one question.
    """

    models = ("minilm",)

    def load(self) -> SentenceEncoder:
        return minilm()

    def run(self, question: Text, passages: Sequence[Passage]) -> list[Passage]:
        return ranked(question.content, passages, self.loaded)
