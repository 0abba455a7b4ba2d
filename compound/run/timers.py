"""What is due later: second attempts, and the timeouts of calls."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from functools import partial
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.run.ticket import Ticket

_FEW = 64  # entries that are not worth a tidying


class Timers:
    """A heap of things to do, by time. `waiting` counts those that the run has to wait for."""

    def __init__(self) -> None:
        self.waiting = 0
        self._heap: list[tuple[float, int, Callable[[], None], Ticket | None]] = []
        self._order = count()
        self._tidied = 0

    def add(self, after: float, action: Callable[[], None]) -> None:
        """Does something after so many seconds."""
        self.waiting += 1
        self._push(monotonic() + after, action, None)

    def guard(self, ticket: Ticket, seconds: float, expired: Callable[[Ticket], None]) -> None:
        """Calls `expired` unless the ticket is settled by then. Time in a queue does not count."""

        self._push(monotonic() + seconds, partial(self._look, ticket, seconds, expired), ticket)

    def _look(self, ticket: Ticket, seconds: float, expired: Callable[[Ticket], None]) -> None:
        began = monotonic() if ticket.began is None else ticket.began
        left = began + seconds - monotonic()
        if left > 0:
            self._push(monotonic() + left, partial(self._look, ticket, seconds, expired), ticket)
        else:
            expired(ticket)

    def next_due(self) -> float | None:
        """Seconds until something is due, or None."""
        while self._heap and _is_settled(self._heap[0][3]):
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

    def _push(self, when: float, action: Callable[[], None], ticket: Ticket | None) -> None:
        if len(self._heap) >= 2 * self._tidied + _FEW:
            self._tidy()
        heapq.heappush(self._heap, (when, next(self._order), action, ticket))

    def _tidy(self) -> None:
        """Lets go of settled tickets: those with a long timeout would keep their values until then."""
        self._heap = [entry for entry in self._heap if not _is_settled(entry[3])]
        heapq.heapify(self._heap)
        self._tidied = len(self._heap)


def _is_settled(ticket: Ticket | None) -> bool:
    return ticket is not None and ticket.settled
