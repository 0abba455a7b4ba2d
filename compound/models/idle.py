"""The thread that unloads models which nobody has used for some time. It lives while there are models."""

from __future__ import annotations

import threading
from collections.abc import Callable


class IdleWatch:
    """Calls `unload` with the limit in seconds; that says when to look again, or None when nothing is loaded."""

    def __init__(self, seconds: float | None, unload: Callable[[float], float | None]) -> None:
        self._seconds = seconds
        self._unload = unload
        self.renew()

    def renew(self) -> None:
        """Begins anew, without a thread."""
        self._lock = threading.Lock()
        self._changed = threading.Event()
        self._running = False

    @property
    def seconds(self) -> float | None:
        return self._seconds

    @seconds.setter
    def seconds(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._changed.set()

    def start(self) -> None:
        """There is a model now."""
        with self._lock:
            if self._running or self._seconds is None:
                return
            self._running = True
        threading.Thread(target=self._watch, name="compound-idle-models", daemon=True).start()

    def _watch(self) -> None:
        while (wait := self._wait()) is not None:
            self._changed.wait(wait)
            self._changed.clear()

    def _wait(self) -> float | None:
        with self._lock:  # a model that comes now is seen here, or finds that there is no thread
            wait = None if self._seconds is None else self._unload(self._seconds)
            self._running = wait is not None
            return wait
