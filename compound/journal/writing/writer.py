"""The thread that commits what happened: in groups, and at once when somebody waits for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table

from compound.errors.journal import JournalUnwritable
from compound.journal.opening import reason, shown
from compound.journal.values import Values
from compound.journal.writing.answer import Answer
from compound.journal.writing.group import Group

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.cache.claims import Claim
    from compound.keys.node import Key

_SOON = 0.05
"""Seconds that a row waits for company."""
_MANY = 256
"""Rows that need no further company."""


class Writer:
    """Commits rows in the order they were added. Safe from any thread; a forked child needs one of its own.

    After a commit that failed nothing more is taken: what follows must not be there without what came before.
    """

    def __init__(self, engine: Engine, values: Values) -> None:
        self.failed: JournalUnwritable | None = None
        self._engine = engine
        self._values = values
        self._connection: Connection | None = None
        self._waiting: deque[tuple[Any, ...]] = deque()  # a method of Group, and what it takes
        self._some, self._hurry = threading.Event(), threading.Event()
        self._added: set[str] = set()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="compound-journal", daemon=True)
        self._thread.start()

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        """Has a row committed soon. Raises JournalUnwritable when an earlier commit failed."""
        self._put(Group.add, table, row)

    def add_once(self, table: Table, digest: str, make: Callable[[], Mapping[str, Any]]) -> None:
        """Has a row committed soon that depends on its digest alone, unless this writer has done so before."""
        if digest not in self._added:
            self.add(table, make())
            self._added.add(digest)

    def keep(self, digest: str, value: Any) -> None:
        """Has a value committed soon; it is encoded then. Raises JournalUnwritable when an earlier commit failed."""
        self._put(Group.keep, digest, value)

    def answer(
        self,
        cache: Cache,
        key: Key,
        digest: str,
        value: Any,
        models: Sequence[str],
        seconds: float,
        claim: Claim | None,
    ) -> None:
        """Has the cache keep an answer soon, and releases the claim to it then, also when that fails.

        `digest` is the key of the value; given to `keep` before, the value is encoded but once. Raises
        JournalUnwritable when an earlier commit failed; the claim is released before.
        """
        try:
            self._put(Group.answer, Answer(cache, key, digest, value, models, seconds, claim))
        except JournalUnwritable:
            if claim is not None:
                claim.release()
            raise

    def settle(self) -> None:
        """Waits until all that was added is committed: a kill cannot take it back. Raises JournalUnwritable."""
        self._wait_for(Group.tell)

    def secure(self) -> None:
        """Waits until all that was added is on disk: a power cut cannot take it back. Raises JournalUnwritable."""
        self._wait_for(Group.secure)

    def close(self) -> None:
        """Commits what is left and ends the thread."""
        self._closed = True
        self._some.set()
        self._hurry.set()
        self._thread.join()

    def _put(self, *entry: Any) -> None:
        if self.failed is not None:
            raise self.failed
        self._waiting.append(entry)
        if not self._some.is_set():
            self._some.set()
        if len(self._waiting) == _MANY:
            self._hurry.set()

    def _wait_for(self, mark: Callable[[Group, Future[None]], None]) -> None:
        done: Future[None] = Future()
        self._put(mark, done)
        self._hurry.set()
        done.result()

    def _work(self) -> None:
        with ExitStack() as stack:
            while not self._closed or self._waiting:
                self._some.wait()
                self._hurry.wait(_SOON)
                self._some.clear()
                self._hurry.clear()
                self._commit(stack)

    def _commit(self, stack: ExitStack) -> None:
        group = Group(self._values)
        for _ in range(len(self._waiting)):
            put, *what = self._waiting.popleft()
            put(group, *what)
        try:
            if self.failed is None:
                group.commit(self._connected(stack))
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            self.failed = JournalUnwritable(url=shown(str(self._engine.url)), reason=reason(error))
            stack.close()
        wrong = self._answered(group)
        group.ended(self.failed or wrong)

    def _answered(self, group: Group) -> Exception | None:
        """What went wrong with a cache, which is nothing that ends the journal."""
        try:
            group.give_answers()
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            return error
        return None

    def _connected(self, stack: ExitStack) -> Connection:
        """Opened in this thread, and kept: SQLite tidies its files up whenever the last connection closes."""
        if self._connection is None:
            self._connection = stack.enter_context(self._engine.connect())
        return self._connection
