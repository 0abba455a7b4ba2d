"""One thread for each device: calls of models take turns, and a library that keeps state by thread sees only one."""

from __future__ import annotations

import threading
from queue import SimpleQueue

from compound.run.ticket import Ticket


class Device:
    """The lane of one device."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._queue: SimpleQueue[Ticket] = SimpleQueue()
        self._thread = self._start()

    def submit(self, ticket: Ticket) -> None:
        """Runs the ticket after those before it."""
        self._queue.put(ticket)

    def lose(self) -> None:
        """The running call was given up: a new thread goes on with the others."""
        self._thread = self._start()

    def _start(self) -> threading.Thread:
        thread = threading.Thread(target=self._work, name=f"compound-{self.name}", daemon=True)
        thread.start()
        return thread

    def _work(self) -> None:
        me = threading.current_thread()
        while True:
            self._queue.get().perform()
            if self._thread is not me:
                return


_devices: dict[str, Device] = {}
_lock = threading.Lock()


def device(name: str) -> Device:
    """The lane of the device of this name."""
    with _lock:
        if name not in _devices:
            _devices[name] = Device(name)
        return _devices[name]
