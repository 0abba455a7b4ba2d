"""An index of passages on disk: documents by the digest of their content, passages by embedding and by words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, delete, insert, inspect, select, text

from compound.errors.indexes import IndexOfAnotherModel, PassagesUnmatched
from compound.store.home import home
from compound.values import Embedding, Passage
from compound_nodes.indexing.database import ASKED, DOCUMENTS, FACTS, LAYOUT, PASSAGES, WORDS, reading, writing
from compound_nodes.indexing.terms import asked_terms, plain

NUMBERS = np.dtype("<f4")
TINY = 1e-12
"""Stands for the length of an embedding that is all zeros."""
_IS_ASKED = ASKED.c.key == DOCUMENTS.c.key


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for."""

    words: str
    embedding: Embedding


class PassageIndex:
    """A file that any number of threads and processes may use at once; it is made when something is first added.

    A question is compared with every passage of the documents asked about, which is exact.

    Every method raises IndexCorrupt, IndexBusy or IndexNotOpened when the file cannot be used, and IndexOfAnotherModel
    for embeddings of another model than that of those in it.
    """

    def __init__(self, path: Path | None = None) -> None:
        """The index in this file; by default the one that all pipelines of this user share."""
        self.path = (path or home() / "indexes" / f"passages-{LAYOUT}.sqlite").absolute()

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys whose documents are in the index."""
        with self._asking(dict.fromkeys(keys, "")) as connection:
            if connection is None:
                return set()
            return set(connection.scalars(select(DOCUMENTS.c.key).join(ASKED, _IS_ASKED)))

    def add(self, key: str, passages: Sequence[Passage], embeddings: Sequence[Embedding]) -> None:
        """Puts in a document, in place of what has this key. Raises PassagesUnmatched unless each has an embedding."""
        if len(passages) != len(embeddings):
            raise PassagesUnmatched(passages=len(passages), embeddings=len(embeddings))
        with writing(self.path) as connection:
            for model in dict.fromkeys(embedding.model for embedding in embeddings):
                self._claim(connection, model)
            _remove(connection, key)
            document = connection.execute(insert(DOCUMENTS).values(key=key)).lastrowid
            for passage, embedding in zip(passages, embeddings, strict=True):
                _put(connection, document, passage, embedding)

    def search(self, question: Question, sources: Mapping[str, str], count: int) -> list[Passage]:
        """The passages nearest by embedding, and those that have most of the question's words, at most `count` each.

        In order of their score, which is the cosine, -1 to 1. `sources` are the keys of the documents to look into,
        each with the file or address that its passages are to name.
        """
        with self._asking(sources) as connection:
            if connection is None or not (near := self._cosines(connection, question.embedding)):
                return []
            chosen = {*list(near)[:count], *_with_words(connection, question.words, count)}
            return list(_passages(connection, {row: near[row] for row in near if row in chosen}))

    @contextmanager
    def _asking(self, sources: Mapping[str, str]) -> Iterator[Connection | None]:
        """A connection that has the documents asked about in a table; None where nothing was ever added."""
        if not self.path.exists():
            yield None
            return
        with reading(self.path) as connection:
            if not inspect(connection).has_table(DOCUMENTS.name):
                yield None
                return
            ASKED.drop(connection, checkfirst=True)
            ASKED.create(connection)
            if sources:
                rows = [{"key": key, "source": source} for key, source in sources.items()]
                connection.execute(insert(ASKED), rows)
            yield connection

    def _cosines(self, connection: Connection, embedding: Embedding) -> dict[int, float]:
        """The cosine of each passage asked about by its id, nearest first."""
        self._require(connection, embedding.model)
        rows = connection.execute(_asked_about(select(PASSAGES.c.id, PASSAGES.c.vector))).all()
        vectors = np.frombuffer(b"".join(row.vector for row in rows), NUMBERS).reshape(-1, len(embedding.array))
        cosines = vectors @ embedding.array
        order = np.argsort(-cosines, kind="stable")
        return {int(rows[index].id): float(cosines[index]) for index in order.tolist()}

    def _claim(self, connection: Connection, model: str) -> None:
        """Makes the index one of this model, unless it is another's."""
        if connection.scalar(select(FACTS.c.value).where(FACTS.c.name == "model")) is None:
            connection.execute(insert(FACTS).values(name="model", value=model))
        self._require(connection, model)

    def _require(self, connection: Connection, model: str) -> None:
        indexed = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == "model"))
        if indexed not in (None, model):
            raise IndexOfAnotherModel(path=self.path, indexed=indexed, given=model)


def _remove(connection: Connection, key: str) -> None:
    old = select(PASSAGES.c.id).join(DOCUMENTS).where(DOCUMENTS.c.key == key)
    connection.execute(delete(WORDS).where(WORDS.c.rowid.in_(old)))
    connection.execute(delete(PASSAGES).where(PASSAGES.c.id.in_(old)))
    connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.key == key))


def _put(connection: Connection, document: int, passage: Passage, embedding: Embedding) -> None:
    numbers = embedding.array / max(float(np.linalg.norm(embedding.array)), TINY)
    row = connection.execute(
        insert(PASSAGES).values(
            document=document, passage=passage.model_dump_json(), vector=numbers.astype(NUMBERS).tobytes()
        )
    ).lastrowid
    connection.execute(insert(WORDS).values(rowid=row, content=plain(passage.content)))


def _with_words(connection: Connection, words: str, count: int) -> Iterator[int]:
    """Ids of the passages asked about that have most of the words, by BM25 as FTS5 has it."""
    terms = " OR ".join(f'"{term}"*' for term in asked_terms(words))
    if terms:
        matching = text("words MATCH :terms").bindparams(terms=terms)
        found = select(WORDS.c.rowid).join(PASSAGES, PASSAGES.c.id == WORDS.c.rowid).where(matching)
        yield from connection.scalars(_asked_about(found).order_by(text("bm25(words)")).limit(count))


def _passages(connection: Connection, scores: Mapping[int, float]) -> Iterator[Passage]:
    for row, score in scores.items():
        wanted = _asked_about(select(PASSAGES.c.passage, ASKED.c.source)).where(PASSAGES.c.id == row)
        stored = connection.execute(wanted).one()
        passage = Passage.model_validate_json(stored.passage)
        # What a text says of its own lines (`#line=3,4`) is a fragment of the address it is found at.
        spans = tuple(span.model_copy(update={"source": stored.source + span.source}) for span in passage.spans)
        place = passage.place.model_copy(update={"source": stored.source})
        yield passage.model_copy(update={"spans": spans, "place": place, "score": score})


def _asked_about(rows: Select[Any]) -> Select[Any]:
    """The rows of passages whose documents are asked about."""
    return rows.join(DOCUMENTS, DOCUMENTS.c.id == PASSAGES.c.document).join(ASKED, _IS_ASKED)
