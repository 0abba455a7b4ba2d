"""Connections to the file of a cache, and its failures as errors of the store."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, exc

from compound.cache.opening import is_damage, opened, primary_code, set_aside
from compound.cache.per_process import PerProcess
from compound.errors.cache import CacheDamaged
from compound.errors.store import StoreFull, StoreUnreadable


class Database:
    """The tables of a cache, for any number of threads and processes. A statement is a transaction."""

    def __init__(self, path: Path) -> None:
        """The tables in this file, which is made when first needed."""
        self.path = path
        self._connections = PerProcess(lambda: _Connections(path))

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection for this thread alone. Raises `StoreFull`, `StoreUnreadable` or `CacheDamaged`.

        A file that turns out to be damaged is set aside with a warning; the next connection is to an empty one, as
        after one that was deleted.
        """
        connections = self._connections.get()
        try:
            connection = connections.take()
            try:
                yield connection
            except exc.DBAPIError as error:
                connections.drop(connection, error)
                raise
            connections.give_back(connection)
        except exc.DBAPIError as error:
            raise self._told(error) from error
        except OSError as error:
            raise StoreUnreadable(place=str(self.path), reason=str(error)) from error

    def _told(self, error: exc.DBAPIError) -> StoreFull | StoreUnreadable:
        if is_damage(error):
            return CacheDamaged(place=str(self.path), reason=str(error.orig))
        if primary_code(error) == sqlite3.SQLITE_FULL:
            return StoreFull(place=str(self.path), needed=1)
        return StoreUnreadable(place=str(self.path), reason=str(error.orig))


class _Connections:
    """Those of one process. Taking one of the pool of SQLAlchemy costs more than a lookup: idle ones are kept."""

    def __init__(self, path: Path) -> None:
        self._idle: deque[Connection] = deque()
        self._path = path
        self._lock = Lock()
        self._engine: Engine | None = None
        self._file = 0

    def take(self) -> Connection:
        if not self._is_there():
            self._part()
        try:
            return self._idle.pop()
        except IndexError:
            return self._ready().connect()

    def give_back(self, connection: Connection) -> None:
        if connection.engine is self._engine:
            self._idle.append(connection)
        else:
            connection.close()

    def drop(self, connection: Connection, error: exc.DBAPIError) -> None:
        """Close a connection that failed; a damaged file is set aside."""
        connection.close()
        with self._lock, suppress(OSError):
            if is_damage(error) and connection.engine is self._engine and self._is_there():
                set_aside(self._path, f"is damaged ({error.orig})")

    def _is_there(self) -> bool:
        """Whether the file is still the one that was opened: another process may have set it aside, a user deleted."""
        try:
            return os.stat(self._path).st_ino == self._file
        except FileNotFoundError:
            return False

    def _part(self) -> None:
        """Forget the connections to a file that is no longer there; those in use are closed when given back."""
        with self._lock:
            if not self._is_there():
                self._engine, self._idle = None, deque()

    def _ready(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = opened(self._path)
                self._file = os.stat(self._path).st_ino
            return self._engine
