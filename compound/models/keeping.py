"""Which models a call uses. They stay until it has ended.

A call is what a lane makes of a node, and a class node that is called directly. What plain code gets from the pool, or
a plain function that runs inline, is not counted: the object stays theirs, but the pool may forget it when it needs
room, and its memory is then free only when they let go of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import get_ident
from typing import TYPE_CHECKING

from compound.models.entry import Entry
from compound.run.context import NodeContext

if TYPE_CHECKING:
    from compound.models.pool import ModelPool


class Keeping:
    """The models that one call uses."""

    __slots__ = ("_pool", "call", "entries", "pipelines", "threads")

    def __init__(self, pool: ModelPool, call: NodeContext) -> None:
        self._pool = pool
        self.call = call
        self.entries: set[Entry] = set()
        self.threads: set[int] = set()
        """Threads that asked for them."""
        self.pipelines = 0
        """How many pipelines the call waits for, which may themselves wait for a lane or for room."""

    def add(self, entry: Entry) -> None:
        """The call uses this as well."""
        self.threads.add(get_ident())
        if entry not in self.entries:
            self.entries.add(entry)
            entry.users += 1

    def paused(self) -> None:
        """The call waits for a pipeline of its own."""
        self._pool.paused(self, 1)

    def resumed(self) -> None:
        """Takes `paused` back."""
        self._pool.paused(self, -1)

    def ended(self) -> None:
        """The call has ended."""
        self._pool.give_back(self)


def calls_around(context: NodeContext | None) -> Iterator[NodeContext]:
    """A call and those that wait for it, innermost first."""
    while context is not None:
        yield context
        context = context.around
