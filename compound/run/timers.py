"""What is due later: second attempts, and the timeouts of calls."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.run.ticket import Ticket


class Timers:
    """A heap of things to do, by time. `waiting` counts those that the run has to wait for."""

    def __init__(self) -> None:
        self.waiting = 0
        self._heap: list[tuple[float, int, Callable[[], None], Ticket | None]] = []
        self._order = count()

    def add(self, after: float, action: Callable[[], None]) -> None:
        """Does something after so many seconds."""
        self.waiting += 1
        heapq.heappush(self._heap, (monotonic() + after, next(self._order), action, None))

    def guard(self, ticket: Ticket, seconds: float, expired: Callable[[Ticket, float], None]) -> None:
        """Calls `expired` unless the ticket is settled by then. Time in a queue does not count."""

        def due() -> None:
            if ticket.began is None:
                self.guard(ticket, seconds, expired)
            elif (left := ticket.began + seconds - monotonic()) > 0:
                heapq.heappush(self._heap, (monotonic() + left, next(self._order), due, ticket))
            else:
                expired(ticket, seconds)

        heapq.heappush(self._heap, (monotonic() + seconds, next(self._order), due, ticket))

    def next_due(self) -> float | None:
        """Seconds until something is due, or None."""
        while self._heap and self._heap[0][3] is not None and self._heap[0][3].settled:
            heapq.heappop(self._heap)
        return max(0.0, self._heap[0][0] - monotonic()) if self._heap else None

    def fire(self) -> None:
        """Does all that is due."""
        now = monotonic()
        while self._heap and self._heap[0][0] <= now:
            _, _, action, ticket = heapq.heappop(self._heap)
            if ticket is None:
                self.waiting -= 1
                action()
            elif not ticket.settled:
                action()
