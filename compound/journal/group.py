"""Rows that are committed together."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from compound.errors.journal import JournalUnwritable
from compound.journal import tables
from compound.journal.values import Values

_RENEWED = {
    tables.runs: ("id",),
    tables.run_inputs: ("run", "port"),
    tables.run_recipes: ("run", "node"),
    tables.forms: ("digest",),
    tables.recipes: ("digest",),
    tables.values: ("digest",),
    tables.artifacts: ("digest", "run"),
}
"""Tables whose rows may be there already and are then replaced, with their keys."""


class Group:
    """One transaction to be; those who wait for it are told how it ended."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._rows: dict[Table, list[Mapping[str, Any]]] = {}
        self._kept: dict[str, Any] = {}
        self._told: list[Future[None]] = []
        self._secure = False

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        self._rows.setdefault(table, []).append(row)

    def keep(self, digest: str, value: Any) -> None:
        self._kept[digest] = value

    def tell(self, waiting: Future[None]) -> None:
        """Somebody waits until it is committed."""
        self._told.append(waiting)

    def secure(self, waiting: Future[None]) -> None:
        """Somebody waits until it is on disk."""
        self._secure = True
        self._told.append(waiting)

    def commit(self, connection: Connection) -> None:
        """Raises what the database raises, and what `Blobs.put` does."""
        for digest, value in self._kept.items():
            row = self._values.row(digest, value)
            if row is not None:
                self.add(tables.values, row)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if self._secure else 'NORMAL'}")
        for table in tables.metadata.sorted_tables:
            if table in self._rows:
                _insert(connection, table, self._rows[table])
        connection.commit()

    def ended(self, failed: JournalUnwritable | None) -> None:
        """Tells those who wait."""
        for waiting in self._told:
            if failed is None:
                waiting.set_result(None)
            else:
                waiting.set_exception(failed)


def _insert(connection: Connection, table: Table, rows: list[Mapping[str, Any]]) -> None:
    if table not in _RENEWED:
        connection.execute(table.insert(), rows)
        return
    keys = _RENEWED[table]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    others = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    once = {tuple(row[key] for key in keys): row for row in rows}
    # In an order that all writers share, so that none waits for another that waits for it.
    rows = [once[key] for key in sorted(once)]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)
