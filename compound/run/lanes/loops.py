"""Event loops for async nodes, each in a thread of its own.

There is one loop, and a further one for each level of nesting: an async node that runs a pipeline holds its loop until
the pipeline has ended, so that pipeline's own async nodes need another.
"""

from __future__ import annotations

import asyncio
import threading
from time import monotonic
from typing import Any

from compound.errors.run import RunCancelled
from compound.run.context import entered
from compound.run.lanes.forking import renewed_in_child
from compound.run.ticket import Ticket


class LoopLane:
    """An event loop that tickets are handed to from other threads, many in one wake-up."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._lock = threading.Lock()
        self._waiting: list[Ticket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        threading.Thread(target=self._loop.run_forever, name=name, daemon=True).start()

    def submit(self, ticket: Ticket) -> None:
        """Starts the ticket's coroutine on the loop."""
        with self._lock:
            self._waiting.append(ticket)
            first = len(self._waiting) == 1
        if first:
            self._loop.call_soon_threadsafe(self._start_waiting)

    def lose(self, ticket: Ticket) -> None:
        """A coroutine that goes on after its cancellation takes up no place."""

    def _start_waiting(self) -> None:
        with self._lock:
            tickets, self._waiting = self._waiting, []
        for ticket in tickets:
            self._start(ticket)

    def _start(self, ticket: Ticket) -> None:
        if ticket.token.cancelled:
            ticket.refuse(RunCancelled(pipeline=ticket.label))
            return
        task = self._loop.create_task(_perform(ticket), context=ticket.variables)
        self._tasks.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._tasks.discard)
        ticket.token.tell(lambda: self._loop.call_soon_threadsafe(task.cancel))


async def _perform(ticket: Ticket) -> None:
    ticket.began = monotonic()
    try:
        with entered(ticket.context):
            started = ticket.call(*ticket.args)
            ticket.value = await (_collect(ticket, started) if hasattr(started, "__anext__") else started)
    except BaseException as error:  # noqa: BLE001 - a lane hands every failure to the scheduler
        ticket.error = error
    ticket.end()


async def _collect(ticket: Ticket, generator: Any) -> list[Any]:
    partials = []
    async for partial in generator:
        partials.append(partial)
        ticket.partial(partial)
    return partials


@renewed_in_child
def loop_lane(level: int) -> LoopLane:
    """The loop for this level of nesting; 0 is the usual one."""
    return LoopLane(f"compound-loop-{level}")
