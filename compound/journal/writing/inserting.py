"""Many rows into a table at once.

SQLAlchemy compiles each statement once. The rows go to the driver as they are: what the tables hold needs no conversion
on its way, and looking for one took half the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table

from compound.journal import tables

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


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows have the same columns. Raises what the database raises."""
    if table in _RENEWED:
        key = itemgetter(*_RENEWED[table])
        once = {key(row): row for row in rows}
        # In an order that all writers share, so that none waits for another that waits for it.
        rows = [once[which] for which in sorted(once)]
    # sqlite3 takes names and psycopg does, whatever style SQLAlchemy would choose for them.
    connection.exec_driver_sql(_statement(table, tuple(rows[0]), connection.dialect.name), list(rows))


@lru_cache(maxsize=64)
def _statement(table: Table, columns: tuple[str, ...], database: str) -> str:
    # Only the one that is used: the other takes as long to load as many runs do.
    dialect = import_module(f"sqlalchemy.dialects.{database}")
    statement = dialect.insert(table)
    if table in _RENEWED:
        others = {name: statement.excluded[name] for name in columns if name not in _RENEWED[table]}
        statement = statement.on_conflict_do_update(index_elements=_RENEWED[table], set_=others)
    style = "pyformat" if database == "postgresql" else "named"
    return str(statement.compile(dialect=dialect.dialect(paramstyle=style), column_keys=columns))
