"""The warm pool of threads for calls that wait.

Threads are daemons, so that a call that never ends does not keep the interpreter from ending, and are made when
needed. While a call on the pool waits for a pipeline of its own, the pool may grow by one, and the calls of that
pipeline go first: nodes that each run a pipeline would otherwise wait for each other for ever.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from compound.run.lanes.forking import renewed_in_child
from compound.run.ticket import Ticket

SIZE = 64
THREADS = "thread"
"""The name of the place that a call on the pool takes up."""


class ThreadPool:
    """At most `size` daemon threads, kept for the life of the process."""

    def __init__(self, size: int, perform: Callable[[Ticket], None] = Ticket.perform) -> None:
        self._perform = perform
        self._tickets: deque[Ticket] = deque()
        self._signals: SimpleQueue[None] = SimpleQueue()  # one for each waiting ticket
        self._lock = threading.Lock()
        self._size = size
        self._threads = 0
        self._idle = 0  # free threads less waiting tickets
        self._lost: set[Ticket] = set()

    def submit(self, ticket: Ticket) -> None:
        """Runs the ticket as soon as a thread is free."""
        nested = len(ticket.context.held) > 1
        if nested:
            self._tickets.appendleft(ticket)
        else:
            self._tickets.append(ticket)
        with self._lock:
            self._idle -= 1
            self._grow()
        self._signals.put(None)

    def make_room(self) -> None:
        """A call waits for calls of its own: the pool may have one thread more."""
        with self._lock:
            self._size += 1
            self._grow()

    def take_room(self) -> None:
        """Takes `make_room` back."""
        with self._lock:
            self._size -= 1

    def lose(self, ticket: Ticket) -> None:
        """Until the ticket comes back, another thread may take the place of its own."""
        with self._lock:
            if not ticket.ended:
                self._lost.add(ticket)
                self._size += 1
                self._grow()

    def _grow(self) -> None:
        if self._idle < 0 and self._threads < self._size:
            self._idle += 1
            self._threads += 1
            threading.Thread(target=self._work, name=f"compound-{self._threads}", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._signals.get()
            self._serve(self._tickets.popleft())

    def _serve(self, ticket: Ticket) -> None:
        self._perform(ticket)
        with self._lock:
            self._idle += 1
            if ticket in self._lost:
                self._lost.discard(ticket)
                self._size -= 1


@renewed_in_child
def thread_pool() -> ThreadPool:
    """The pool of this process."""
    return ThreadPool(SIZE)
