"""What has arrived before, kept in a file, so that it is known after a restart."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Self

from blake3 import blake3
from filelock import FileLock, Timeout

from compound.errors.arrivals import AlreadyWatched
from compound.store.home import home
from compound.store.lasting import make_folder


class Seen:
    """Digests that were handed on, and the marks of the files that had them. One process at a time has it."""

    def __init__(self, place: str, target: str) -> None:
        """What arrived at a place for a target; another target has its own."""
        self.place = place
        name = blake3(json.dumps([place, target]).encode()).hexdigest(16)
        self.file = home() / "arrivals" / f"{name}.jsonl"
        self._lock = FileLock(f"{self.file}.lock")
        self._digests: set[str] = set()
        self._marks: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Raises AlreadyWatched when another process has it."""
        make_folder(self.file.parent)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise AlreadyWatched(place=self.place) from None
        self._read()
        return self

    def __exit__(self, *raised: object) -> None:
        self._lock.release()

    def is_known(self, name: str, mark: str) -> bool:
        """Whether a file is done with as it is now."""
        return self._marks.get(name) == mark

    def has(self, digest: str) -> bool:
        """Whether a content was handed on, under whatever name."""
        return digest in self._digests

    def add(self, name: str, mark: str, digest: str) -> None:
        """Keeps that a file is done with; on disk when this returns."""
        self._note(name, mark, digest)
        line = json.dumps({"name": name, "mark": mark, "digest": digest})
        with self.file.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> None:
        """A last line that was not written to its end is dropped: what it tells of was perhaps not handed on."""
        if not self.file.exists():
            return
        whole, newline, torn = self.file.read_bytes().rpartition(b"\n")
        if torn:
            os.truncate(self.file, len(whole) + len(newline))
        for line in whole.splitlines():
            with suppress(ValueError, KeyError):  # it was edited; what it told of is handed on again
                found = json.loads(line)
                self._note(found["name"], found["mark"], found["digest"])

    def _note(self, name: str, mark: str, digest: str) -> None:
        self._marks[name] = mark
        self._digests.add(digest)
