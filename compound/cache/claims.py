"""Who computes an answer: one at a time for each key, among threads and processes."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Self

from compound.cache.per_process import PerProcess

if TYPE_CHECKING:
    import filelock


class Claim:
    """The right to compute one answer. It ends with `release`, or with the process: the system then frees its lock."""

    def __init__(self, claims: dict[str, Claim], digest: str, file: Path) -> None:
        self.held = False
        self.ended = Event()
        self._claims = claims
        self._digest = digest
        self._file = file
        self._lock: filelock.BaseFileLock | None = None

    def hold(self) -> bool:
        """Whether no other process holds it. Where no lock can be made, as on a full disk, each computes for itself."""
        self.held = self._locked()
        return self.held

    def _locked(self) -> bool:
        import filelock

        lock = filelock.FileLock(self._file, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except filelock.Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        self._lock = lock
        return True

    def release(self) -> None:
        """Let the next one go. May be called by another thread than took it, and more than once."""
        if self._lock is not None:
            # While it is held: whoever has opened it by now finds that it has no name, and looks again.
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            self._lock.release()
            self._lock = None
        self._claims.pop(self._digest, None)
        self.ended.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class Claims:
    """The claims on the answers of one cache."""

    def __init__(self, folder: Path) -> None:
        """Locks are files in this folder, which is made when needed; a file is there as long as its claim."""
        self._folder = folder
        self._here = PerProcess(lambda: (Lock(), dict[str, Claim]()))

    def take(self, digest: str) -> Claim | None:
        """The claim to the answer of this key, or None while another thread or process has it. Never waits."""
        lock, claims = self._here.get()
        with lock:
            if digest in claims:
                return None
            claim = claims[digest] = Claim(claims, digest, self._folder / f"{digest}.lock")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        if claim.hold():
            return claim
        claim.release()
        return None

    def wait(self, digest: str, seconds: float) -> None:
        """Wait that long, or until the thread of this process that has the claim is done."""
        claim = self._here.get()[1].get(digest)
        if claim is not None and claim.held:
            claim.ended.wait(seconds)
        else:  # another process has it; a thread that is just trying as well says nothing
            time.sleep(seconds)

    def clear(self, older: float) -> None:
        """Remove lock files, unchanged for so many seconds, of processes that were killed."""
        oldest = time.time() - older
        for file in self._folder.glob("*.lock"):
            with suppress(OSError):
                if file.stat().st_mtime < oldest and (claim := self.take(file.stem)) is not None:
                    claim.release()
