"""Opening the file of a cache; one that cannot serve is set aside, and a new one is begun."""

from __future__ import annotations

import os
import sqlite3
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, exc
from sqlalchemy import event as events
from sqlalchemy.engine import URL

from compound.cache.tables import LAYOUT, TABLES
from compound.errors.cache import CacheSetAside

PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""Codes for a file that is none of ours; SQLITE_ERROR is told where a table or a column is not there."""


def opened(path: Path) -> Engine:
    """The cache in this file, which is made when it is not there or cannot serve.

    Raises what SQLAlchemy, the system and filelock raise when nothing can be read or made there.
    """
    if path.exists() and _version(path) == LAYOUT:
        return _engine(path)
    import filelock

    path.parent.mkdir(parents=True, exist_ok=True)
    # One process at a time decides and begins anew: two would set aside each other's new file.
    with filelock.FileLock(f"{path}.opening", timeout=PATIENCE):
        version = _version(path)
        if version not in (LAYOUT, None):
            set_aside(path, version if isinstance(version, str) else f"has version {version} of its tables")
        engine = _engine(path)
        if version != LAYOUT:
            _begin(engine)
    return engine


def _version(path: Path) -> int | str | None:
    """The version of the tables, None where there are none yet, or why that cannot be told."""
    engine = _engine(path)
    try:
        with engine.connect() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except exc.DBAPIError as error:
        if not is_damage(error):
            raise
        return f"cannot be read ({error.orig})"
    finally:
        engine.dispose()
    return int(version) if tables else None


def set_aside(path: Path, reason: str) -> None:
    """Rename the file, in place of one that was set aside before. Raises OSError."""
    aside = path.with_name(f"{path.name}.aside")
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{path}{suffix}", f"{aside}{suffix}")
    with suppress(FileNotFoundError):
        os.replace(path, aside)
    warnings.warn(CacheSetAside(path=str(path), kept_as=aside.name, reason=reason), stacklevel=2)


def is_damage(error: exc.DBAPIError) -> bool:
    """Whether the file itself is at fault, and not the disk, its rights or another process."""
    return primary_code(error) in _DAMAGE


def primary_code(error: exc.DBAPIError) -> int:
    """SQLite's primary result code (https://www.sqlite.org/rescode.html), 0 where it told none."""
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"timeout": PATIENCE},
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
        max_overflow=-1,
    )
    events.listen(engine, "connect", _configure)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    # A power cut may take the last entries, which are then computed again; the file stays whole.
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA auto_vacuum=FULL")
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        TABLES.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={LAYOUT}")
        connection.exec_driver_sql("COMMIT")
