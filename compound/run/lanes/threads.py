"""The warm pool of threads for calls that wait.

Threads are daemons, so that a call that never ends does not keep the interpreter from ending, and are made when
needed. While a call on the pool waits for a pipeline of its own, the pool may grow by one: 64 nodes that each run a
pipeline would otherwise wait for each other for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from compound.run.ticket import Ticket

SIZE = 64


class ThreadPool:
    """At most `size` daemon threads, kept for the life of the process."""

    def __init__(self, size: int) -> None:
        self._queue: SimpleQueue[Ticket] = SimpleQueue()
        self._lock = threading.Lock()
        self._size = size
        self._threads = 0
        self._idle = 0  # free threads less waiting tickets

    def submit(self, ticket: Ticket) -> None:
        """Runs the ticket as soon as a thread is free."""
        with self._lock:
            grow = self._idle <= 0 and self._threads < self._size
            if grow:
                self._threads += 1
            else:
                self._idle -= 1
        self._queue.put(ticket)
        if grow:
            threading.Thread(target=self._work, name=f"compound-{self._threads}", daemon=True).start()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """While it lasts, the pool may have one thread more."""
        with self._lock:
            self._size += 1
        try:
            yield
        finally:
            with self._lock:
                self._size -= 1

    def lose(self) -> None:
        """A thread was given up: another may take its place."""
        with self._lock:
            self._size += 1

    def _work(self) -> None:
        while True:
            self._queue.get().perform()
            with self._lock:
                self._idle += 1


_pool = ThreadPool(SIZE)


def thread_pool() -> ThreadPool:
    """The pool of this process."""
    return _pool
