"""Locks among processes on single bytes of a file; the system frees those of a process that dies."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if sys.platform != "win32":
    import fcntl


class ByteLocks:
    """This process's locks on bytes of one file, which stays empty. Children of a fork hold none of them.

    A process that closes any descriptor of a file loses all its locks on that file
    (https://pubs.opengroup.org/onlinepubs/9699919799/functions/fcntl.html): have one of these a file, which opens it
    once and never closes it. Where nothing can be locked, as on Windows, a full disk or one that is read-only, each
    process gets every lock.
    """

    def __init__(self, path: str) -> None:
        """Locks on bytes of this file, which is made with the first."""
        self._path = path
        self._descriptor: int | None = None

    def lock(self, at: int) -> bool:
        """Whether no other process has the byte at this offset, which is now locked. Never waits."""
        descriptor = self._opened()
        if descriptor is None or sys.platform == "win32":
            return True
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, at)
        except (BlockingIOError, PermissionError):  # POSIX leaves open which of the two says that another has it
            return False
        except OSError:
            return True
        return True

    def unlock(self, at: int) -> None:
        """Free the byte; one that is not locked stays so."""
        if self._descriptor is not None and sys.platform != "win32":
            with suppress(OSError):  # of a system that could not lock it
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, at)

    def _opened(self) -> int | None:
        # A file that was deleted excludes nobody who comes later.
        if self._descriptor is None or not os.fstat(self._descriptor).st_nlink:
            self._descriptor = _open(self._path)
        return self._descriptor


def _open(path: str) -> int | None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        return None
