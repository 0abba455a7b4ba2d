"""Who waits for the pool, in which order they get what they want, and when waiting on would be in vain."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from threading import get_ident
from typing import Any

from compound.models.entry import Entry, Wanted
from compound.models.keeping import Keeping, calls_around
from compound.run.context import NodeContext

PATIENCE = 16
"""How many others may pass one that waits for room: those whose model is there or fits."""


class Request:
    """Somebody who wants a model."""

    __slots__ = ("call", "hungry", "outer", "passed", "thread", "wanted", "watched")

    def __init__(self, wanted: Wanted[Any], call: NodeContext, outer: tuple[Entry, ...]) -> None:
        self.wanted = wanted
        self.call = call
        self.outer = outer
        """Models that are being loaded by whoever asks, the outermost first: this is to be a part of the last."""
        self.thread = get_ident()
        self.watched: Entry | None = None
        """The load of another that this waits for."""
        self.hungry = False
        """Whether it waits for room."""
        self.passed = 0

    @property
    def kept(self) -> set[Entry]:
        """What stays until this request has been granted: nobody can wait for it."""
        calls = (call.kept for call in calls_around(self.call) if call.kept is not None)
        return {*self.outer, *(entry for keeping in calls for entry in keeping.entries)}


class Line:
    """Requests in the order in which they came."""

    def __init__(self) -> None:
        self._requests: list[Request] = []

    def join(self, request: Request) -> None:
        self._requests.append(request)

    def leave(self, request: Request) -> None:
        self._requests.remove(request)

    def __bool__(self) -> bool:
        return bool(self._requests)

    def pass_by(self, request: Request) -> None:
        """The request is granted before others that came earlier and wait for room."""
        for other in self._requests:
            if other is request:
                return
            other.passed += other.hungry

    def must_wait(self, request: Request) -> bool:
        """Whether one that came earlier has been passed too often. Who keeps others waiting need not wait for them."""
        return request in self._behind() and not request.kept

    def about_to_go(self, request: Request, entries: Mapping[Hashable, Entry]) -> set[Entry]:
        """Loaded models that others are about to be granted: if these went now, they would be loaded again."""
        behind = self._behind()
        others = [other for other in self._requests if other is not request and (other not in behind or other.kept)]
        there = (entries.get(other.wanted.key) for other in others)
        return {entry for entry in there if entry is not None and entry.loader is None}

    def _behind(self) -> list[Request]:
        """Those who came after one that has been passed too often."""
        for place, request in enumerate(self._requests):
            if request.hungry and request.passed >= PATIENCE:
                return self._requests[place + 1 :]
        return []

    def is_first(self, request: Request) -> bool:
        """Whether this is the one to help when nobody gets on: the first of those who keep others waiting, if any."""
        hungry = [other for other in self._requests if other.hungry]
        return request is next((other for other in hungry if other.kept), hungry[0])

    def is_stuck(self, loading: Iterable[Entry], keepings: Iterable[tuple[NodeContext, Keeping]]) -> bool:
        """Whether none of these loads and none of these calls can end before one of the requests is granted.

        A call that waits for a pipeline of its own counts as one that cannot, since that pipeline may wait in a lane
        behind one of the requests.
        """
        threads = {request.thread for request in self._requests}
        calls = {call for request in self._requests for call in calls_around(request.call)}
        return all(entry.loader in threads for entry in loading) and all(
            keeping.pipelines or call in calls or keeping.threads & threads for call, keeping in keepings
        )

    def is_circular(self, entry: Entry, loading: Iterable[Entry]) -> bool:
        """Whether the load of this model waits, perhaps by way of others, for this thread."""
        keys = {other.key: other for other in loading}
        found: Entry | None = entry
        passed = set()
        while found is not None and found not in passed:
            if found.loader == get_ident():
                return True
            passed.add(found)
            waits = next((request for request in self._requests if request.thread == found.loader), None)
            found = keys.get(waits.wanted.key) if waits is not None else None
        return False
