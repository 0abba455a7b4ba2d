"""Calls of one node, gathered over items and branches into one call of its `run_batch`.

A batch goes out when it is full, or when the scheduler has nothing else to do: while one batch is computed, the next
one fills. If a batch fails, its calls are made one by one, so that one bad item fails alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from compound.errors.run import BatchMismatch
from compound.graph.trace import KeywordCall
from compound.run.ticket import Ticket

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration

Kind = tuple["Declaration", int, tuple[str, ...]]
"""Calls that fit in one batch: the node, how many arguments, and the names of those given by keyword."""


class Batches:
    """Tickets that wait for company, by kind."""

    def __init__(self, dispatch: Callable[[Ticket], None]) -> None:
        self._dispatch = dispatch
        self._waiting: dict[Kind, deque[Ticket]] = {}
        self._busy: set[Kind] = set()

    def add(self, ticket: Ticket) -> None:
        """Keeps the ticket until its batch goes out."""
        kind = _kind(ticket)
        self._waiting.setdefault(kind, deque()).append(ticket)
        self._refill(kind)

    def flush(self) -> None:
        """Sends what is waiting for a node that has nothing under way."""
        for kind in list(self._waiting):
            self._send(kind)

    def forget(self) -> list[Ticket]:
        """Drops what has not gone out, and gives it."""
        dropped = [ticket for tickets in self._waiting.values() for ticket in tickets]
        self._waiting.clear()
        return dropped

    def ended(self, ticket: Ticket) -> list[Ticket]:
        """The single tickets that this one answers: itself, or those of its batch.

        There are none when the batch failed in a way that a single item may be to blame for: each is then called alone.
        """
        if not ticket.members:
            return [ticket]
        kind = _kind(ticket.members[0])
        self._busy.discard(kind)
        self._refill(kind)
        if len(ticket.members) > 1 and _one_may_be_to_blame(ticket.error):
            for member in ticket.members:
                self._dispatch(member)
            return []
        results = ticket.value if ticket.error is None else [None] * len(ticket.members)
        for member, value in zip(ticket.members, results, strict=True):
            member.value, member.error = value, ticket.error
            member.seconds = ticket.seconds / len(ticket.members)
        return ticket.members

    def _refill(self, kind: Kind) -> None:
        waiting = self._waiting.get(kind)
        if waiting and len(waiting) >= _size(kind):
            self._send(kind)

    def _send(self, kind: Kind) -> None:
        waiting = self._waiting.get(kind)
        if not waiting or kind in self._busy:
            return
        members = [waiting.popleft() for _ in range(min(len(waiting), _size(kind)))]
        if not waiting:
            del self._waiting[kind]
        self._busy.add(kind)
        self._dispatch(_batch(kind, members))


def _kind(ticket: Ticket) -> Kind:
    call = ticket.call
    return ticket.declaration, len(ticket.args), call.names if isinstance(call, KeywordCall) else ()


def _size(kind: Kind) -> int:
    return kind[0].policy.batch or 1


def _one_may_be_to_blame(error: BaseException | None) -> bool:
    return isinstance(error, Exception) and not isinstance(error, BatchMismatch)


def _batch(kind: Kind, members: list[Ticket]) -> Ticket:
    first = members[0]
    columns = tuple(list(column) for column in zip(*(member.args for member in members), strict=True))
    batch = Ticket(first.frame, first.step, _counted(kind, len(members)), columns, first.inbox)
    batch.declaration, batch.members = first.declaration, members
    return batch


def _counted(kind: Kind, calls: int) -> Callable[..., list[Any]]:
    """`run_batch`, checked to give one result for each call."""
    declaration, _, names = kind
    assert declaration.batched is not None
    batched = KeywordCall(declaration.batched, names) if names else declaration.batched

    def call(*columns: list[Any]) -> list[Any]:
        results = list(batched(*columns))
        if len(results) != calls:
            raise BatchMismatch(node=declaration.name, given=calls, returned=len(results))
        return results

    return call
