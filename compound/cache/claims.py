"""Who computes an answer: one at a time for each key, among threads and processes."""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Lock
from typing import Self

from compound.cache.byte_locks import ByteLocks
from compound.cache.per_process import PerProcess


class Claim:
    """The right to compute one answer. It ends with `release`, or with the process: the system then frees its lock."""

    __slots__ = ("_at", "_here", "busy")

    def __init__(self, here: _Here, at: int) -> None:
        self.busy = Lock()
        """Locked until the claim ends."""
        self.busy.acquire()
        self._here = here
        self._at = at

    def release(self) -> None:
        """Let the next one go. May be called by another thread than took it, and more than once."""
        self._here.end(self._at, self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class Claims:
    """The claims on the answers of one cache.

    Each is a lock on one byte of a file, at the offset that the first 62 bits of the key's digest give; nothing is
    ever written. On Windows, which has no such locks that end with the process, and where the file cannot be made,
    claims hold among the threads of this process alone.
    """

    def __init__(self, file: Path) -> None:
        """Claims on bytes of this file, which is made with the first and stays; nobody else may open it."""
        self._path = os.path.realpath(file)

    def take(self, digest: str) -> Claim | None:
        """The claim to the answer of this key, or None while another thread or process has it. Never waits."""
        return self._here().take(_offset(digest))

    def wait(self, digest: str, seconds: float) -> None:
        """Wait that long, or until the thread of this process that has the claim is done."""
        claim = self._here().claims.get(_offset(digest))
        if claim is None:  # another process has it
            time.sleep(seconds)
        elif claim.busy.acquire(timeout=seconds):
            claim.busy.release()  # for others that wait

    def _here(self) -> _Here:
        files = _files.get()
        here = files.get(self._path)
        return files.setdefault(self._path, _Here(self._path)) if here is None else here


class _Here:
    """What this process has of one file, whatever the number of caches on it."""

    def __init__(self, path: str) -> None:
        self.claims: dict[int, Claim] = {}
        self._changing = Lock()
        self._locks = ByteLocks(path)

    def take(self, at: int) -> Claim | None:
        with self._changing:
            # To its own process the system gives a lock again.
            if at in self.claims or not self._locks.lock(at):
                return None
            claim = self.claims[at] = Claim(self, at)
            return claim

    def end(self, at: int, claim: Claim) -> None:
        with self._changing:
            if self.claims.get(at) is claim:
                del self.claims[at]
                self._locks.unlock(at)
                claim.busy.release()


_files: PerProcess[dict[str, _Here]] = PerProcess(dict)


def _offset(digest: str) -> int:
    return int(digest[:16], 16) >> 2
