"""Questions to documents: the sentence or row that answers, with the place where it stands."""

from __future__ import annotations

from pathlib import Path

from compound import Pipeline, build, pipeline
from compound.values import Text
from compound_pipelines.document_answer import DocumentAnswer
from compound_pipelines.document_index import IndexFiles
from compound_registry import use


def asking(path: Path | None = None) -> Pipeline[[list[Path], Text], DocumentAnswer]:
    """Questions to documents through the index in this file, by default the one that all pipelines of a user share."""

    @pipeline
    def ask(sources: list[Path], question: Text) -> DocumentAnswer:
        """Answers a question out of files, word for word; a file that was asked before is not read again."""
        indexed = IndexFiles(path=path)(sources)
        found = use("index.search", path=path)(question, use("text.embed")(question), indexed.sources)
        return build(
            DocumentAnswer,
            answer=use("document.ask")(question, use("text.rerank")(question, found)),
            files=indexed.files,
            skipped=indexed.skipped,
        )

    return ask


ask = asking()
"""Questions to documents."""
