"""Loaded models, each loaded once in this process, within a budget of memory.

A model that a call uses stays until the call has ended (see `keeping`). When a load needs room, models that nobody
uses go, the least recently used first; when that is not enough, the load waits. Loading itself holds no lock.

Waiting cannot last for ever. If all who use a model wait, themselves, for room or for a pipeline that may, then the
first of them goes over the budget, with a warning (`OverBudget`): an error would come and go with the schedule. What
one call needs by itself must fit into the budget.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any, TypeVar, cast

from compound.models.budget import default_budget, parsed
from compound.models.entry import Entry, LoadedModel, Wanted
from compound.models.granting import Granting
from compound.models.idle import IdleWatch
from compound.models.keeping import Keeping
from compound.models.line import Request
from compound.models.room import Room
from compound.run.context import NodeContext, current_node
from compound.run.token import Token

T = TypeVar("T")

IDLE = 300.0
"""Seconds after which a model that nobody uses is unloaded, in the pool of the process."""

_outer: ContextVar[tuple[Entry, ...]] = ContextVar("compound_loading", default=())


class ModelPool:
    """Models by key. `budget` is in bytes, or a text as `4GiB`; `idle` in seconds, or None to keep models for ever."""

    def __init__(self, budget: int | str | None = None, idle: float | None = None) -> None:
        self._room = Room(default_budget() if budget is None else parsed(budget))
        self._idle = IdleWatch(idle, self._unload_idle)
        self.renew()

    def renew(self) -> None:
        """Forgets who loads, uses and waits: after a fork those are not in this process."""
        self._changed = threading.Condition()
        self._granting = Granting(self, self._room)
        self._line = self._granting.line
        self._idle.renew()
        for entry in list(self._room.entries.values()):
            entry.users = 0
            if entry.loader is not None:
                self._room.drop(entry)

    @property
    def budget(self) -> int:
        """Bytes that models may take. It can be set, also to a text as `4GiB`; raises BadBudget."""
        return self._room.budget

    @budget.setter
    def budget(self, size: int | str) -> None:
        with self._changed:
            self._room.budget = parsed(size)
            self._room.shrink()
            self._changed.notify_all()
        self._reclaim()

    @property
    def idle(self) -> float | None:
        """Seconds after which a model that nobody uses is unloaded; None for never."""
        return self._idle.seconds

    @idle.setter
    def idle(self, seconds: float | None) -> None:
        self._idle.seconds = seconds
        self._idle.start()

    def loaded(self) -> tuple[LoadedModel, ...]:
        """What is loaded, the least recently used first."""
        with self._changed:
            now = monotonic()
            there = [entry for entry in self._room.entries.values() if entry.loader is None]
            return tuple(
                LoadedModel(entry.name, entry.size, entry.users, 0.0 if entry.users else now - entry.since)
                for entry in sorted(there, key=lambda entry: entry.used)
            )

    def unload(self, *names: str) -> tuple[str, ...]:
        """Unloads the models of these names, or all; not those in use. Their names, and those of what they are in."""
        return self._unload(lambda entry: not names or entry.name in names)

    def has(self, key: Hashable) -> bool:
        """Whether what this key asks for is loaded."""
        with self._changed:
            entry = self._room.entries.get(key)
            return entry is not None and entry.loader is None

    def swaps(self, wanted: Wanted[Any]) -> bool:
        """Whether loading this would now need another model to go."""
        with self._changed:
            return self._room.swaps(wanted)

    def get(self, key: Hashable, load: Callable[[], T], size: int | None = None) -> T:
        """`lend` for a key; `size` is in bytes, if it is known before."""
        return self.lend(Wanted(key, load, size))

    def lend(self, wanted: Wanted[T]) -> T:
        """What `wanted.load` returned, now or when this key was first asked for.

        Threads that ask for a key while it is being loaded wait for that load. A load that raises does so for all of
        them, and leaves nothing behind: the next to ask tries anew.

        Raises:
            ModelTooLarge: when it cannot fit, even when all goes that may go.
            CircularLoad: when `load` itself asks for the key.
            RunCancelled: when the run is cancelled while this waits.
        """
        with self._changed:
            request = Request(wanted, current_node(), _outer.get())
            entry = self._granted_in_time(request)
            loaded, value = entry.loader is None, entry.value
        return cast(T, value if loaded else self._load(entry, request))

    def give_back(self, keeping: Keeping) -> None:
        """The call that these were for has ended."""
        with self._changed:
            self._granting.keepings.pop(keeping.call, None)
            for entry in sorted(keeping.entries, key=lambda entry: entry.used):
                entry.users = max(0, entry.users - 1)
                self._room.touch(entry)
            self._room.shrink()
            if self._line:
                self._changed.notify_all()
        self._reclaim()

    def paused(self, keeping: Keeping, by: int) -> None:
        """A call waits for one pipeline of its own more, or less."""
        with self._changed:
            keeping.pipelines += by
            self._changed.notify_all()

    def _granted_in_time(self, request: Request) -> Entry:
        self._line.join(request)
        try:
            entry = self._granting.granted(request)
            if entry is None:
                with self._woken_by_cancelling(request.call):
                    while entry is None:
                        request.call.check()
                        self._changed.wait()
                        entry = self._granting.granted(request)
            self._line.pass_by(request)
            return entry
        finally:
            self._line.leave(request)
            if self._line:
                self._changed.notify_all()

    @contextmanager
    def _woken_by_cancelling(self, call: NodeContext) -> Iterator[None]:
        token = Token()
        token.tell(self._wake)
        call.hand_on(token)
        self._wake()  # with one more who waits, those who wait already may be stuck
        try:
            yield
        finally:
            call.keep_from(token)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _load(self, entry: Entry, request: Request) -> Any:
        inside = _outer.set((*request.outer, entry))
        try:
            self._reclaim()
            value = request.wanted.load()
            size = _size(value, entry)
        except BaseException as error:
            self._failed(entry, error)
            raise
        finally:
            _outer.reset(inside)
        self._settled(entry, request, value, size)
        return value

    def _failed(self, entry: Entry, error: BaseException) -> None:
        with self._changed:
            entry.error = error
            for holder in tuple(entry.holders):
                holder.let_go([entry])
            self._room.drop(entry)
            self._changed.notify_all()

    def _settled(self, entry: Entry, request: Request, value: Any, size: int) -> None:
        with self._changed:
            self._room.settle(entry, value, size)
            too_large = size > self.budget
            if not too_large:
                self._granting.hand_out(entry, request)
                self._room.shrink()
                self._changed.notify_all()
        if too_large:
            error = self._granting.too_large(request.wanted, size, set())
            self._failed(entry, error)
            raise error
        self._reclaim()
        self._idle.start()

    def _unload(self, leaves: Callable[[Entry], bool]) -> tuple[str, ...]:
        with self._changed:
            gone = self._room.drop_all(leaves)
            self._changed.notify_all()
        self._reclaim()
        return gone

    def _unload_idle(self, seconds: float) -> float | None:
        """Unloads what nobody has used for so long. Seconds until it is worth to look again; None without models."""
        long_ago = monotonic() - seconds
        self._unload(lambda entry: entry.idle and entry.since <= long_ago)
        with self._changed:
            since = [entry.since for entry in self._room.entries.values() if entry.idle]
            return max(0.0, min(since) + seconds - monotonic()) if since else seconds if self._room.entries else None

    def _reclaim(self) -> None:
        from compound.models.reclaiming import reclaim

        with self._changed:
            dropped, self._room.dropped = self._room.dropped, []
        if dropped:
            dropped.clear()
            reclaim()


def _size(value: Any, entry: Entry) -> int:
    """Bytes without the parts: what weights take, or else what was declared or is taken by arrays."""
    from compound.models.measuring import Measure

    measure = Measure(value, [part.value for part in entry.parts])
    return measure.weights + measure.arrays if measure.weights else max(entry.size, measure.arrays)


@functools.cache
def pool() -> ModelPool:
    """The pool of this process."""
    made = ModelPool(idle=IDLE)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=made.renew)
    return made
