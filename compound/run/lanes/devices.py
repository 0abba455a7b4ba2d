"""One thread for each device: calls of models take turns, and a library that keeps state by thread sees only one.

A call that runs a pipeline holds its device until that pipeline has ended; calls of that pipeline on the same device
take turns in a thread of their own.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue

from compound.run.lanes.forking import renewed_in_child
from compound.run.lanes.turns import Turns
from compound.run.ticket import Ticket


class Device:
    """The lane of one device."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._turns = Turns()
        self._signals: SimpleQueue[None] = SimpleQueue()  # one for each waiting ticket
        self._lock = threading.Lock()
        self._running: Ticket | None = None
        self._start()

    def submit(self, ticket: Ticket) -> None:
        """Runs the ticket when it is its turn."""
        self._turns.add(ticket)
        self._signals.put(None)

    def lose(self, ticket: Ticket) -> None:
        """If the ticket is running, a new thread goes on with the others."""
        with self._lock:
            if self._running is ticket:
                self._running = None
                self._start()

    def _start(self) -> None:
        threading.Thread(target=self._work, name=f"compound-{self._name}", daemon=True).start()

    def _work(self) -> None:
        """Works until one of its calls is given up."""
        kept = True
        while kept:
            self._signals.get()
            kept = self._serve(self._turns.take())

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
