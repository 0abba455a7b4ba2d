"""Opening the database of a journal: made when it is not there, brought up to date when it is older."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from compound.errors.journal import JournalNewer, JournalUnreachable
from compound.journal.tables import REVISION
from compound.store.lasting import make_folder

_PATIENCE = 60.0
"""Seconds that a writer waits for its turn among those of other processes."""
_LOCK = 0x636F6D70
"""Number of the lock that Postgres hands to one migration at a time."""


def opened(url: str) -> Engine:
    """The database, with all tables. Raises JournalUnreachable and JournalNewer.

    Connections are not pooled: SQLite opens one in less than a millisecond, and none outlives a fork.
    """
    try:
        engine = _engine(url)
        with engine.connect() as connection:
            found = revision(connection)
        if found != REVISION:
            _migrate(engine)
    except (SQLAlchemyError, OSError, ModuleNotFoundError) as error:
        raise JournalUnreachable(url=shown(url), reason=reason(error)) from error
    return engine


def shown(url: str) -> str:
    """The URL for messages, without its password."""
    try:
        return make_url(url).render_as_string()
    except ArgumentError:
        return url


def reason(error: Exception) -> str:
    """What the driver said, without SQLAlchemy's additions."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0].rstrip(".")


def revision(connection: Connection) -> str | None:
    """Which migration the database had last; None when it had none."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, poolclass=NullPool)
    if parsed.database:
        make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, poolclass=NullPool, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepared)
    return engine


def _prepared(connection: Any, _: object) -> None:
    """In WAL mode a commit survives a kill under NORMAL, and a power cut under FULL (sqlite.org/pragma.html)."""
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _migrate(engine: Engine) -> None:
    """By one process at a time. Raises JournalNewer."""
    import logging

    from alembic.command import upgrade
    from alembic.config import Config
    from alembic.util import CommandError

    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _alone(engine) as connection:
        found = revision(connection)
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        try:
            upgrade(config, "head")
        except CommandError as error:
            raise JournalNewer(url=shown(str(engine.url)), found=str(found), known=REVISION) from error


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction, while no other process migrates."""
    if engine.dialect.name == "sqlite":
        with FileLock(f"{engine.url.database}.lock", timeout=_PATIENCE):
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            with engine.begin() as connection:
                # Python's driver begins no transaction for changes of tables by itself.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        return
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        yield connection
