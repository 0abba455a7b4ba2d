"""Calls of one node, gathered over items and branches into one call of its `run_batch`.

A batch goes out when it is full, or when the scheduler has nothing else to do: while one batch is computed, the next
one fills. If a batch fails, its calls are made one by one, so that one bad item fails alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from compound.errors.run import BatchMismatch
from compound.run.ticket import Ticket

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration


class Batches:
    """Tickets that wait for company, by node."""

    def __init__(self, dispatch: Callable[[Ticket], None]) -> None:
        self._dispatch = dispatch
        self._waiting: dict[Declaration, deque[Ticket]] = {}
        self._busy: set[Declaration] = set()

    def add(self, ticket: Ticket) -> None:
        """Keeps the ticket until its batch goes out."""
        self._waiting.setdefault(ticket.declaration, deque()).append(ticket)
        self.refill(ticket.declaration)

    def refill(self, declaration: Declaration) -> None:
        """Sends a full batch if one is waiting and none of the node is under way."""
        waiting = self._waiting.get(declaration)
        if waiting and len(waiting) >= (declaration.policy.batch or 1):
            self._send(declaration)

    def flush(self) -> None:
        """Sends what is waiting for a node that has nothing under way."""
        for declaration in list(self._waiting):
            self._send(declaration)

    def forget(self) -> None:
        """Drops what has not gone out."""
        self._waiting.clear()

    def ended(self, ticket: Ticket) -> list[Ticket]:
        """The single tickets that this one answers: itself, or those of its batch."""
        if not ticket.members:
            return [ticket]
        self._busy.discard(ticket.declaration)
        if ticket.error is not None and len(ticket.members) > 1 and isinstance(ticket.error, Exception):
            for member in ticket.members:
                self._dispatch(member)
            return []
        for member, value in zip(ticket.members, ticket.value or [None] * len(ticket.members), strict=True):
            member.value, member.error = value, ticket.error
            member.seconds = ticket.seconds / len(ticket.members)
        return ticket.members

    def _send(self, declaration: Declaration) -> None:
        waiting = self._waiting.get(declaration)
        if not waiting or declaration in self._busy:
            return
        members = [waiting.popleft() for _ in range(min(len(waiting), declaration.policy.batch or 1))]
        if not waiting:
            del self._waiting[declaration]
        first = members[0]
        arguments = tuple(list(column) for column in zip(*(member.args for member in members), strict=True))
        batch = Ticket(first.frame, first.step, _counted(declaration, len(members)), arguments, first.inbox)
        batch.declaration, batch.members = declaration, members
        self._busy.add(declaration)
        self._dispatch(batch)


def _counted(declaration: Declaration, calls: int) -> Callable[..., list[Any]]:
    """`run_batch`, checked to give one result for each call."""
    assert declaration.batched is not None
    batched = declaration.batched

    def call(*columns: list[Any]) -> list[Any]:
        results = list(batched(*columns))
        if len(results) != calls:
            raise BatchMismatch(node=declaration.name, given=calls, returned=len(results))
        return results

    return call
