"""The file of a cache as one process opened it."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from functools import cached_property
from pathlib import Path
from weakref import finalize

from sqlalchemy import Engine

from compound.cache.opening import connected, engine, prepare


class File:
    """Connections to one file, until another takes its name. Idle ones are kept: a new one costs ten lookups."""

    def __init__(self, path: Path) -> None:
        """Makes the file where it is not there or cannot serve. Raises what `prepare` raises."""
        prepare(path)
        self._path = str(path)
        self._inode = os.stat(path).st_ino
        self._idle: deque[sqlite3.Connection] = deque()
        finalize(self, _close, self._idle).atexit = False

    @cached_property
    def engine(self) -> Engine:
        """SQLAlchemy's way to it."""
        return engine(Path(self._path))

    def is_there(self) -> bool:
        """Whether it is still the one that was opened: another process may have set it aside, a user deleted."""
        try:
            return os.stat(self._path).st_ino == self._inode
        except FileNotFoundError:
            return False

    def take(self) -> sqlite3.Connection:
        """A connection for one thread alone. Raises what sqlite3 raises."""
        try:
            return self._idle.pop()
        except IndexError:
            return connected(Path(self._path))

    def give_back(self, connection: sqlite3.Connection) -> None:
        """It is sound, and nobody uses it any more."""
        self._idle.append(connection)


def _close(idle: deque[sqlite3.Connection]) -> None:
    for connection in idle:
        connection.close()
