"""`index.add`: a document's passages into an index on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from compound import Node
from compound.values import Embedding, Passage


class IndexAdd(Node, effect="write", blocking=True):
    """Puts the passages of a document and their embeddings into an index, under a key, and gives the key.

    The key is a digest of what the passages depend on: the document's content, and how it was read, split and
    embedded. What had the same key is replaced; another process sees all of a document or nothing of it.

    Raises PassagesUnmatched unless there is one embedding for each passage, IndexOfAnotherModel when the index holds
    those of another model, and IndexCorrupt, IndexBusy or IndexNotOpened when its file cannot be used.
    """

    path: Path | None = None
    """The file (SQLite); by default the one under COMPOUND_HOME that all pipelines of a user share."""

    def run(self, key: str, passages: Sequence[Passage], embeddings: Sequence[Embedding]) -> str:
        from compound_nodes.indexing.index import PassageIndex

        PassageIndex(self.path).add(key, passages, embeddings)
        return key
