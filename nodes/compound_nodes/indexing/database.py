"""The file of an index: its tables, its connections, and its failures in plain words.

SQLite in WAL mode, so that processes may read while one writes; a transaction is whole or not there at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    column,
    create_engine,
    exc,
    table,
)
from sqlalchemy import event as events
from sqlalchemy.engine import URL

from compound.errors.indexes import IndexBusy, IndexCorrupt, IndexNotOpened, IndexUnusable

LAYOUT = "1"
"""Version of the tables; the name of the default file has it, so that another layout never meets them."""
PATIENCE = 30.0
"""Seconds to wait for another process that writes."""

TABLES = MetaData()
FACTS = Table("facts", TABLES, Column("name", String, primary_key=True), Column("value", String, nullable=False))
"""What holds for the whole index: the model of its embeddings."""
DOCUMENTS = Table("documents", TABLES, Column("id", Integer, primary_key=True), Column("key", String, unique=True))
PASSAGES = Table(
    "passages",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("passage", String, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)
"""Passages as JSON, their embeddings as little-endian float32; ids follow the order of a document's passages."""
ASKED = Table(
    "asked",
    MetaData(),
    Column("key", String, primary_key=True),
    Column("source", String, nullable=False),
    prefixes=["TEMPORARY"],
)
"""The documents that a question is about, for the connection that asks it."""
WORDS = table("words", column("rowid"), column("content"))
"""The passages' words, by the passages' ids."""
_MAKE_WORDS = "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(content, tokenize='porter unicode61')"


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A connection that sees the index as it is now. Raises IndexCorrupt, IndexBusy or IndexNotOpened."""
    with _in_plain_words(path), _engine(path).begin() as connection:
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """The one connection that may write now, whose changes are kept together or not at all.

    Makes the file and its tables when they are not there. Raises IndexCorrupt, IndexBusy or IndexNotOpened.
    """
    with _in_plain_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _engine(path).connect().execution_options(compound_writes=True) as connection, connection.begin():
            TABLES.create_all(connection)
            connection.exec_driver_sql(_MAKE_WORDS)
            yield connection


@lru_cache(maxsize=16)
def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)), connect_args={"timeout": PATIENCE}, pool_pre_ping=False
    )
    events.listen(engine, "connect", _configure)
    events.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    # The driver would begin transactions by itself, too late for a lock (SQLAlchemy, "Serializable isolation").
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("compound_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except exc.DBAPIError as error:
        raise _told(path, error.orig) from error
    except OSError as error:
        raise IndexNotOpened(path=path, reason=error.strerror or str(error)) from error


def _told(path: Path, error: BaseException | None) -> IndexUnusable:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return IndexBusy(path=path, seconds=PATIENCE)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR):
        return IndexNotOpened(path=path, reason=str(error))
    return IndexCorrupt(path=path, reason=str(error))
