"""Answers by key: found again whole or not at all, and computed once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from compound.cache.answers import Answered, Hit, Made, Miss, Reason
from compound.cache.claims import Claims
from compound.cache.database import Database
from compound.cache.entry import Entry
from compound.cache.nearest import Nearest, nearest, parts_of
from compound.cache.rows import find, touch, write
from compound.cache.telling import UNUSABLE, Telling
from compound.errors.store import BlobCorrupt, BlobMissing
from compound.errors.values import NotDecodable, NotEncodable
from compound.keys.node import Key
from compound.run.context import current_node
from compound.store.blobs import Blobs
from compound.store.home import blobs_place, home
from compound.store.kept import record_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
PATIENCE = 600.0
"""Seconds to wait for another thread or process that computes the same answer."""
_FIRST_WAIT, _LONGEST_WAIT = 0.002, 0.05
_UNUSED = 21_600.0
"""Seconds to which the time of the last use is true, so that few lookups have to write."""


class Cache:
    """Answers of nodes by their keys, for any number of threads and processes.

    It never raises for what is wrong with itself: it warns, and the answer is computed. What it reads is data, checked
    against what was put; nothing in it is run.
    """

    def __init__(self, place: Path | None = None, blobs: Blobs | None = None) -> None:
        """Answers in the file `place`, by default `cache.db` in `home`, and in `blobs`, by default those of `home`.

        The file is made when something is first asked for. It must not lie on a network drive, where SQLite's log of
        changes cannot be shared (https://www.sqlite.org/wal.html).
        """
        self.path = (home() / "cache.db" if place is None else place).absolute()
        self.blobs = Blobs(blobs_place()) if blobs is None else blobs
        self.database = Database(self.path)
        self.claims = Claims(self.path.with_name(f"{self.path.name}-claims"))
        self._telling = Telling(self.path)

    def lookup(self, key: Key, hint: Any, life: float | None = None) -> Hit | Miss:
        """The answer kept for the key; `hint` is the type it was declared with, `life` the seconds for which it holds.

        A hit is whole: all blobs of the answer were read and fit their digests. A changed entry is a miss with a
        warning.
        """
        try:
            row = self.database.ask(find, key.digest)
        except UNUSABLE as error:
            return self._telling.unusable(error)
        if row is None:
            return Miss("absent")
        entry, used = row
        if not entry.is_sound(key.digest):
            return self._telling.broken(key, "its seal does not fit")
        now = time.time()
        # What comes from the future was made before the clock was set back: nobody knows its age.
        if life is not None and not 0 <= now - entry.made <= life:
            return Miss("expired")
        found = self._read(key, entry, hint)
        if isinstance(found, Hit) and (not isinstance(used, float) or abs(now - used) > _UNUSED):
            self._touch(key, now)
        return found

    def put(self, key: Key, value: Any, models: Sequence[str] = (), seconds: float = 0.0) -> bool:
        """Keep an answer, in place of an earlier one; `seconds` is how long it took. Whether it was kept.

        One that was not is warned of, once a node for a type that has no JSON form, once for a full disk.
        """
        try:
            record = record_of(value, self.blobs)
        except NotEncodable as error:
            self._telling.not_kept(key, error)
            return False
        except UNUSABLE as error:
            self._telling.unusable(error)
            return False
        return self.put_all([Answered(key, record, models, seconds)]) == 1

    def put_all(self, answers: Sequence[Answered]) -> int:
        """Keep answers together, in place of earlier ones of their keys; how many were kept.

        It is all of them, but for those whose own blob could not be written, or none. Warns as `put` does.
        """
        entries = list(self._entries(answers, time.time()))
        try:
            if entries:
                self.database.ask(write, entries)
        except UNUSABLE as error:
            self._telling.unusable(error)
            return 0
        return len(entries)

    def keeps(self, key: Key) -> bool:
        """Whether answers of the key's node can be kept, as far as was seen: else nobody should wait for one."""
        return key.recipe.parts["node"] not in self._telling.unkept

    def once(self, key: Key, hint: Any, compute: Callable[[], Any], life: float | None = None) -> Hit | Made:
        """The answer kept for the key, or else what `compute` gives, which is then kept.

        While another thread or process computes it this one waits, up to `PATIENCE`; when that fails or dies, one of
        those that wait computes. What `compute` raises is raised. Raises `RunCancelled` when the node that waits is
        cancelled.
        """
        found = self.lookup(key, hint, life)
        if isinstance(found, Hit):
            return found
        for _ in self._turns(key):
            claim = self.claims.take(key.digest)
            if claim is not None:
                with claim:
                    found = self.lookup(key, hint, life)
                    return found if isinstance(found, Hit) else self._make(key, compute, found.reason)
            found = self.lookup(key, hint, life)
            if isinstance(found, Hit):
                return found
        return self._make(key, compute, found.reason)

    def parts_of(self, digest: str) -> Mapping[str, str] | None:
        """The parts of the key with this digest, as `Key.parts` gave them; None when no answer is kept for it."""
        return self._explain(lambda connection: parts_of(connection, digest))

    def nearest(self, parts: Mapping[str, str], before: float) -> Nearest | None:
        """The answer of the same node, made before that time, whose key differs the least from `parts` (`Key.parts`).

        It says why an answer was not there: which parts had changed. None when there was no answer of this node.
        """
        return self._explain(lambda connection: nearest(connection, parts, before))

    def _turns(self, key: Key) -> Iterator[None]:
        """Once at once, then again after each wait, as long as waiting is worth it."""
        last, wait = time.monotonic() + PATIENCE, _FIRST_WAIT
        while time.monotonic() < last and self.keeps(key):
            yield
            current_node().check()
            self.claims.wait(key.digest, wait)
            current_node().check()
            wait = min(2 * wait, _LONGEST_WAIT)

    def _make(self, key: Key, compute: Callable[[], Any], reason: Reason) -> Made:
        began = time.perf_counter()
        value = compute()
        seconds = time.perf_counter() - began
        models = [name.removeprefix("weights ") for name in key.recipe.parts if name.startswith("weights ")]
        return Made(value, seconds, self.put(key, value, models, seconds), reason)

    def _entries(self, answers: Sequence[Answered], made: float) -> Iterator[tuple[Key, Entry]]:
        for answered in answers:
            try:
                yield answered.key, Entry.of(answered, self.blobs, made)
            except UNUSABLE as error:
                self._telling.unusable(error)

    def _read(self, key: Key, entry: Entry, hint: Any) -> Hit | Miss:
        try:
            return entry.hit(hint, self.blobs)
        except BlobMissing:
            return Miss("gone")
        except BlobCorrupt as error:
            return self._telling.broken(key, str(error))
        except NotDecodable as error:
            self._telling.not_kept(key, error)
            return Miss("unreadable")
        except UNUSABLE as error:
            return self._telling.unusable(error)

    def _touch(self, key: Key, now: float) -> None:
        try:
            self.database.ask(touch, (key.digest, now))
        except UNUSABLE as error:
            self._telling.unusable(error)

    def _explain(self, question: Callable[[Connection], T]) -> T | None:
        try:
            with self.database.connection() as connection:
                return question(connection)
        except UNUSABLE as error:
            self._telling.unusable(error)
            return None
