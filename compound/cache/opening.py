"""Opening the file of a cache; one that cannot serve is set aside, and a new one is begun."""

from __future__ import annotations

import os
import sqlite3
import warnings
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, QueuePool, create_engine

from compound.cache.tables import LAYOUT, TABLES
from compound.errors.cache import CacheSetAside

PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
_LOG = 4000
"""Pages of 4 KiB that SQLite's log of changes gathers before they go to the file: keys are random, and scatter."""
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""Codes for a file that is none of ours; SQLITE_ERROR is told where a table or a column is not there."""


def prepare(path: Path) -> None:
    """Make the file with its tables where it is not there or cannot serve.

    Raises what sqlite3, the system and filelock raise when nothing can be read or made there.
    """
    if path.exists() and _version(path) == LAYOUT:
        return
    import filelock

    path.parent.mkdir(parents=True, exist_ok=True)
    # One process at a time decides and begins anew: two would set aside each other's new file.
    with filelock.FileLock(f"{path}.opening", timeout=PATIENCE):
        version = _version(path)
        if version == LAYOUT:
            return
        if version is not None:
            set_aside(path, version if isinstance(version, str) else f"has version {version} of its tables")
        _begin(path)


def connected(path: Path) -> sqlite3.Connection:
    """A connection to the file, in which each statement is a transaction. Raises what sqlite3 raises."""
    connection = sqlite3.connect(path, PATIENCE, isolation_level=None, check_same_thread=False)
    # A power cut may take the last entries, which are then computed again; the file stays whole.
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint={_LOG}")
    return connection


def engine(path: Path) -> Engine:
    """SQLAlchemy's way to the file, for what is seldom asked."""
    return create_engine(
        "sqlite+pysqlite://",
        creator=partial(connected, path),
        poolclass=QueuePool,
        pool_reset_on_return=None,
        max_overflow=-1,
        isolation_level="AUTOCOMMIT",
    )


def set_aside(path: Path, reason: str) -> None:
    """Rename the file, in place of one that was set aside before. Raises OSError."""
    aside = path.with_name(f"{path.name}.aside")
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{path}{suffix}", f"{aside}{suffix}")
    with suppress(FileNotFoundError):
        os.replace(path, aside)
    warnings.warn(CacheSetAside(path=str(path), kept_as=aside.name, reason=reason), stacklevel=2)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, and not the disk, its rights or another process."""
    return primary_code(error) in _DAMAGE


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code (https://www.sqlite.org/rescode.html), 0 where it told none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _version(path: Path) -> int | str | None:
    """The version of the tables, None where there are none yet, or why that cannot be told."""
    try:
        with closing(connected(path)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        return f"cannot be read ({error})"
    return int(version) if tables else None


def _begin(path: Path) -> None:
    beginning = engine(path)
    with beginning.connect() as connection:
        connection.exec_driver_sql("PRAGMA auto_vacuum=FULL")
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        TABLES.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={LAYOUT}")
        connection.exec_driver_sql("COMMIT")
    beginning.dispose()
