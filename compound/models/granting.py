"""Who gets what: whether a request can have its model now, by the account and by who else waits."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from compound.errors.models import CircularLoad, ModelTooLarge, OverBudget
from compound.errors.run import RunCancelled
from compound.models.entry import Entry, Wanted, bytes_of
from compound.models.keeping import Keeping
from compound.models.line import Line, Request
from compound.models.room import Room
from compound.run.context import NodeContext

if TYPE_CHECKING:
    from compound.models.pool import ModelPool


class Granting:
    """The decisions of a pool. It has no lock: the pool asks under its own."""

    def __init__(self, pool: ModelPool, room: Room) -> None:
        self._pool = pool
        self.room = room
        self.line = Line()
        self.keepings: dict[NodeContext, Keeping] = {}

    def granted(self, request: Request) -> Entry | None:
        """The entry, if the request can have it now: loaded, or new and to be loaded by this thread."""
        watched, request.watched = request.watched, None
        if watched is not None and watched.error is not None and _concerns_all(watched.error):
            raise watched.error
        entry = self.room.entries.get(request.wanted.key)
        if entry is None:
            return self._opened(request)
        if entry.loader is not None:
            if self.line.is_circular(entry, self._loading()):
                raise CircularLoad(key=entry.name)
            request.watched, request.hungry = entry, False
            return None
        request.hungry = False
        if entry not in request.kept and self.line.must_wait(request):
            return None
        self.hand_out(entry, request)
        return entry

    def _opened(self, request: Request) -> Entry | None:
        """A new entry, when there is room for it."""
        room, wanted = self.room, request.wanted
        needed = room.needed(wanted)
        promised = min(needed, request.outer[-1].size) if request.outer else 0
        self._refuse_too_large(request, needed, promised)
        request.hungry = True
        parts, soon = room.known_parts(wanted), self.line.about_to_go(request, room.entries)
        fits = not self.line.must_wait(request) and room.make(needed - promised, {*parts, *soon})
        if not fits and (soon or not self._may_exceed(request)):
            return None
        entry = room.entries[wanted.key] = Entry(wanted, needed)
        for part in parts:
            entry.take_part(part)
        if request.outer:
            request.outer[-1].size -= promised
            request.outer[-1].take_part(entry)
        return entry

    def _may_exceed(self, request: Request) -> bool:
        line, room = self.line, self.room
        if not line.is_first(request) or not line.is_stuck(self._loading(), self.keepings.items()):
            return False
        room.shrink(room.known_parts(request.wanted))
        needed, taken = room.needed(request.wanted), room.taken
        warnings.warn(OverBudget(request.wanted.name, needed, taken, room.budget), stacklevel=2)
        return True

    def _refuse_too_large(self, request: Request, needed: int, promised: int) -> None:
        there = (*request.kept, *self.room.known_parts(request.wanted))
        beside = {part for entry in there for part in entry.whole()}
        if needed - promised + bytes_of(beside) > self.room.budget:
            raise self.too_large(request.wanted, needed, beside)

    def too_large(self, wanted: Wanted[Any], size: int, beside: set[Entry]) -> ModelTooLarge:
        return ModelTooLarge(
            model=wanted.name,
            size=size,
            budget=self.room.budget,
            beside={entry.name: entry.size for entry in beside},
            loaded={entry.name: entry.size for entry in self.room.entries.values() if entry.loader is None},
        )

    def hand_out(self, entry: Entry, request: Request) -> None:
        self.room.touch(entry)
        if request.outer:
            holder = request.outer[-1]
            if entry not in holder.parts:
                holder.size -= min(holder.size, entry.size)
                holder.take_part(entry)
        elif request.call.open:
            if request.call.kept is None:
                request.call.kept = self.keepings[request.call] = Keeping(self._pool, request.call)
            request.call.kept.add(entry)

    def _loading(self) -> list[Entry]:
        return [entry for entry in self.room.entries.values() if entry.loader is not None]


def _concerns_all(error: BaseException) -> bool:
    """Whether all who wait for the load fail as well; whoever loads may be interrupted for reasons of its own."""
    return isinstance(error, Exception) and not isinstance(error, RunCancelled)
