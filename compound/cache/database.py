"""Questions to the tables of a cache, and what fails as errors of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

from sqlalchemy import Connection, exc

from compound.cache.file import File
from compound.cache.opening import is_damage, primary_code, set_aside
from compound.cache.per_process import PerProcess
from compound.errors.cache import CacheDamaged
from compound.errors.store import StoreFull, StoreUnreadable

About = TypeVar("About")
Answer = TypeVar("Answer")


class Database:
    """The tables of a cache, for any number of threads and processes. A statement is a transaction.

    Both ways to them raise `StoreFull`, `StoreUnreadable` or `CacheDamaged`. A file that turns out to be damaged is
    set aside with a warning; the next question is to an empty one, as after one that was deleted.
    """

    def __init__(self, path: Path) -> None:
        """The tables in this file, which is made when first needed."""
        self.path = path
        self._file = PerProcess(lambda: _Current(path))

    def ask(self, question: Callable[[sqlite3.Connection, About], Answer], about: About) -> Answer:
        """What the question finds out by a connection of the driver, for what is asked at every call."""
        current, file = self._file.get(), None
        try:
            file = current.file()
            connection = file.take()
            try:
                answer = question(connection, about)
            except sqlite3.Error:
                connection.close()
                raise
        except (sqlite3.Error, exc.DBAPIError, OSError) as error:
            raise current.told(error, file) from error
        file.give_back(connection)
        return answer

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection of SQLAlchemy for this thread alone, for what is seldom asked."""
        current, file = self._file.get(), None
        try:
            file = current.file()
            with file.engine.connect() as connection:
                yield connection
        except (exc.DBAPIError, sqlite3.Error, OSError) as error:
            raise current.told(error, file) from error


class _Current:
    """The file that has the name now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._file: File | None = None

    def file(self) -> File:
        file = self._file
        return self._anew() if file is None or not file.is_there() else file

    def told(self, error: sqlite3.Error | exc.DBAPIError | OSError, file: File | None) -> StoreFull | StoreUnreadable:
        """What the failure says to users; a file that is damaged is set aside."""
        cause = error.orig if isinstance(error, exc.DBAPIError) else error
        place, reason = str(self._path), str(cause)
        if isinstance(cause, sqlite3.Error) and is_damage(cause):
            self._set_aside(file, f"is damaged ({reason})")
            return CacheDamaged(place=place, reason=reason)
        if isinstance(cause, sqlite3.Error) and primary_code(cause) == sqlite3.SQLITE_FULL:
            return StoreFull(place=place, needed=1)
        return StoreUnreadable(place=place, reason=reason)

    def _anew(self) -> File:
        with self._lock:
            if self._file is None or not self._file.is_there():
                self._file = File(self._path)
            return self._file

    def _set_aside(self, file: File | None, reason: str) -> None:
        with self._lock, suppress(OSError):
            if file is not None and file.is_there():
                set_aside(self._path, reason)
