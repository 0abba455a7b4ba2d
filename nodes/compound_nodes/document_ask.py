"""`document.ask`: a question and passages to the words that answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from compound import Node
from compound.values import Answer, Passage, Text
from compound_nodes.answering.answer import answered
from compound_nodes.encoder import SentenceEncoder, minilm


class DocumentAsk(Node, device="cpu"):
    """The sentence or row that answers a question, word for word, with the place it stands at; or nothing.

    Takes passages that were ranked (`text.rerank`), or all those of a short document (`text.split`). What documents
    say is only ever quoted: words in them that are meant as orders have no effect. MiniLM is best on English; what
    business documents state (totals, dates, numbers of invoices) is also found where it is printed in German, French,
    Dutch, Spanish or Italian.
    """

    least: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5
    """The confidence below which it is said that nothing was found."""
    quotes: Annotated[int, Field(ge=1, le=20)] = 3
    """The most quotes that are given, where several answer nearly as well."""

    models = ("minilm",)

    def load(self) -> SentenceEncoder:
        return minilm()

    def run(self, question: Text, passages: Sequence[Passage]) -> Answer:
        return answered(question.content, passages, self.loaded, self.least, self.quotes)
