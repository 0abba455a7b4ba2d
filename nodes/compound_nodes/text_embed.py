"""`text.embed`: a text to a vector."""

from __future__ import annotations

from collections.abc import Sequence

from compound import Node
from compound.values import Embedding, Text
from compound_nodes.encoder import SentenceEncoder, minilm


class TextEmbed(Node, device="cpu", batch=128):
    """A unit vector of 384 numbers (all-MiniLM-L6-v2, English); texts are cut at 256 tokens."""

    models = ("minilm",)

    def load(self) -> SentenceEncoder:
        return minilm()

    def run(self, text: Text) -> Embedding:
        return self.run_batch([text])[0]

    def run_batch(self, texts: Sequence[Text]) -> list[Embedding]:
        encoder: SentenceEncoder = self.loaded
        vectors = encoder.encode([text.content for text in texts])
        return [Embedding(vector, encoder.name) for vector in vectors]
