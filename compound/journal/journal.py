"""One journal: its database, the blobs that it leads to, and the thread that writes into it."""

from __future__ import annotations

import os
import threading
from functools import cached_property

from sqlalchemy import Engine

from compound.journal.crashed import mark_crashed
from compound.journal.opening import opened
from compound.journal.place import journal_url
from compound.journal.values import Values
from compound.journal.writing.writer import Writer
from compound.store.blobs import Blobs
from compound.store.home import blobs_place


class Journal:
    """Safe from many threads and processes at once. Nothing is opened before it is needed."""

    def __init__(self, url: str | None = None, blobs: Blobs | None = None) -> None:
        """The journal at a URL that SQLAlchemy takes, else the one that `journal_url` says; likewise the blobs."""
        self.url = url or journal_url()
        self.values = Values(blobs or Blobs(blobs_place()))
        self._lock = threading.Lock()
        self._writer: Writer | None = None
        self._writers_process = 0

    @cached_property
    def engine(self) -> Engine:
        """The database; runs whose process is gone are marked when it is opened.

        Raises JournalUnreachable and JournalNewer.
        """
        engine = opened(self.url)
        mark_crashed(engine)
        return engine

    @property
    def writer(self) -> Writer:
        """The writer of this process; another one after a fork, and after one that failed."""
        engine = self.engine
        with self._lock:
            if self._writer is None or self._writer.failed or self._writers_process != os.getpid():
                self._writer, self._writers_process = Writer(engine, self.values), os.getpid()
            return self._writer

    def close(self) -> None:
        """Commits what is left and ends the writer's thread, which begins anew when it is needed."""
        with self._lock:
            if self._writer is not None and self._writers_process == os.getpid():
                self._writer.close()
            self._writer = None
