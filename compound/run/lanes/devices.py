"""One thread for each device: calls of models take turns, and a library that keeps state by thread sees only one.

A call that runs a pipeline holds its device until that pipeline has ended; calls of that pipeline on the same device
take turns in a thread of their own.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue

from compound.run.lanes.forking import renewed_in_child
from compound.run.ticket import Ticket


class Device:
    """The lane of one device."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: SimpleQueue[Ticket] = SimpleQueue()
        self._lock = threading.Lock()
        self._running: Ticket | None = None
        self._start()

    def submit(self, ticket: Ticket) -> None:
        """Runs the ticket after those before it."""
        self._queue.put(ticket)

    def lose(self, ticket: Ticket) -> None:
        """If the ticket is running, a new thread goes on with the others."""
        with self._lock:
            if self._running is ticket:
                self._running = None
                self._start()

    def _start(self) -> None:
        threading.Thread(target=self._work, name=f"compound-{self._name}", daemon=True).start()

    def _work(self) -> None:
        while self._serve(self._queue.get()):
            """Each thread works until one of its calls is given up."""

    def _serve(self, ticket: Ticket) -> bool:
        with self._lock:
            self._running = ticket
        ticket.perform()
        with self._lock:
            kept = self._running is ticket
            if kept:
                self._running = None
        return kept


@renewed_in_child
def device(name: str, level: int) -> Device:
    """The lane of the device of this name, at this level of pipelines in nodes; 0 is the usual one."""
    return Device(f"{name} {level}" if level else name)
