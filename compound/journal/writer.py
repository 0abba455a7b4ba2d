"""The thread that commits what happened: in groups, and at once when somebody waits for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from typing import Any

from sqlalchemy import Connection, Engine, Table

from compound.errors.journal import JournalUnwritable
from compound.journal.group import Group
from compound.journal.opening import reason, shown
from compound.journal.values import Values

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
        self._waiting: deque[Callable[[Group], None]] = deque()
        self._some, self._hurry = threading.Event(), threading.Event()
        self._added: set[str] = set()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="compound-journal", daemon=True)
        self._thread.start()

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        """Has a row committed soon. Raises JournalUnwritable when an earlier commit failed."""
        self._put(lambda group: group.add(table, row))

    def add_once(self, table: Table, digest: str, make: Callable[[], Mapping[str, Any]]) -> None:
        """Has a row committed soon that depends on its digest alone, unless this writer has done so before."""
        if digest not in self._added:
            self.add(table, make())
            self._added.add(digest)

    def keep(self, digest: str, value: Any) -> None:
        """Has a value committed soon; it is encoded then. Raises JournalUnwritable when an earlier commit failed."""
        self._put(lambda group: group.keep(digest, value))

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

    def _put(self, entry: Callable[[Group], None]) -> None:
        if self.failed is not None:
            raise self.failed
        self._waiting.append(entry)
        if not self._some.is_set():
            self._some.set()
        if len(self._waiting) == _MANY:
            self._hurry.set()

    def _wait_for(self, mark: Callable[[Group, Future[None]], None]) -> None:
        done: Future[None] = Future()
        self._put(lambda group: mark(group, done))
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
            self._waiting.popleft()(group)
        try:
            if self.failed is None:
                group.commit(self._connected(stack))
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            self.failed = JournalUnwritable(url=shown(str(self._engine.url)), reason=reason(error))
            stack.close()
        group.ended(self.failed)

    def _connected(self, stack: ExitStack) -> Connection:
        """Opened in this thread, and kept: SQLite tidies its files up whenever the last connection closes."""
        if self._connection is None:
            self._connection = stack.enter_context(self._engine.connect())
        return self._connection
