"""Which lane a call goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from compound.nodes.lane import ASYNC, DEVICE, PROCESS
from compound.run.lanes.threads import THREADS, thread_pool

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration
    from compound.run.ticket import Ticket


class Lane(Protocol):
    """A place where calls run."""

    def submit(self, ticket: Ticket) -> None:
        """Makes the call when its turn comes, and ends the ticket whatever happens."""

    def lose(self, ticket: Ticket) -> None:
        """The ticket was given up; if its call goes on, the others must not wait for it."""


def place_of(declaration: Declaration) -> str:
    """The name of the place that a call of this node takes up while it lasts."""
    if declaration.lane == ASYNC:
        return "loop"
    if declaration.lane == PROCESS:
        return "process"
    return f"device {declaration.policy.device or 'cpu'}" if declaration.lane == DEVICE else THREADS


def lane_for(declaration: Declaration, held: tuple[str, ...]) -> Lane:
    """The lane of a call that is made while calls that hold these places wait for it."""
    place = place_of(declaration)
    level = held.count(place)
    if declaration.lane == ASYNC:
        from compound.run.lanes.loops import loop_lane

        return loop_lane(level)
    if declaration.lane == PROCESS:
        from compound.run.lanes.processes import process_lane

        return process_lane()
    if declaration.lane == DEVICE:
        from compound.run.lanes.devices import device

        return device(place, level)
    return thread_pool()
