"""Rows that are committed together."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection, Table

from compound.journal import tables
from compound.journal.values import Values
from compound.journal.writing.answer import Answer, give, record_of
from compound.journal.writing.held import held_inline
from compound.journal.writing.inserting import insert


class Group:
    """One transaction to be; those who wait for it are told how it ended."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._rows: dict[Table, list[Mapping[str, Any]]] = {}
        self._kept: dict[str, Any] = {}
        self._records: dict[str, bytes] = {}
        self._answers: list[Answer] = []
        self._told: list[Future[None]] = []
        self._secure = False

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        """The rows of a table have the same columns."""
        rows = self._rows.get(table)
        if rows is None:
            rows = self._rows[table] = []
        rows.append(row)

    def keep(self, digest: str, value: Any) -> None:
        self._kept[digest] = value

    def answer(self, answer: Answer) -> None:
        self._answers.append(answer)

    def tell(self, waiting: Future[None]) -> None:
        """Somebody waits until it is committed."""
        self._told.append(waiting)

    def secure(self, waiting: Future[None]) -> None:
        """Somebody waits until it is on disk."""
        self._secure = True
        self._told.append(waiting)

    def commit(self, connection: Connection) -> None:
        """Raises what the database raises, and what `Blobs.put` does."""
        there = held_inline(connection, self._kept)
        for digest, value in self._kept.items():
            if digest in there:
                continue
            record = record_of(value, self._values)
            if record is not None:
                self._records[digest] = record
                self.add(tables.values, self._values.row_of(digest, record))
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if self._secure else 'NORMAL'}")
        for table in tables.metadata.sorted_tables:
            if table in self._rows:
                insert(connection, table, self._rows[table])
        connection.commit()

    def give_answers(self) -> None:
        """To the caches that they are for, from the records that `commit` made. Nobody waits for them afterwards."""
        if self._answers:
            give(self._answers, self._records, self._values.blobs)

    def ended(self, failed: Exception | None) -> None:
        """Tells those who wait."""
        for waiting in self._told:
            if failed is None:
                waiting.set_result(None)
            else:
                waiting.set_exception(failed)
