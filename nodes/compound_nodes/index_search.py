"""`index.search`: a question to the passages of an index that are nearest to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from compound import Node
from compound.values import Embedding, Passage, Text


class IndexSearch(Node, effect="read", blocking=True):
    """Passages near to a question by their embedding, and passages with its words, which the former may miss.

    The score is the cosine, -1 to 1, and the order is by it. Each passage names the source that `sources` gives for
    its key. An index that is not there yet is empty.

    Raises IndexOfAnotherModel when the index holds embeddings of another model than the question's, and IndexCorrupt,
    IndexBusy or IndexNotOpened when its file cannot be used.
    """

    path: Path | None = None
    """The file (SQLite); by default the one under COMPOUND_HOME that all pipelines of a user share."""
    count: Annotated[int, Field(ge=1, le=1000)] = 50
    """The most passages that are found by embedding, and the most that are found by words."""

    def run(self, question: Text, embedding: Embedding, sources: Mapping[str, str]) -> list[Passage]:
        from compound_nodes.indexing.index import PassageIndex, Question

        return PassageIndex(self.path).search(Question(question.content, embedding), sources, self.count)
