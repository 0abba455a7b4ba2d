"""The account of the pool: what is loaded, what it takes, and what may go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from itertools import count
from time import monotonic
from typing import Any

from compound.models.entry import Entry, Wanted, bytes_of

_REMEMBERED = 1024  # measured sizes; a server may see settings without end


class Room:
    """Models by key within a budget of bytes. It has no lock: the pool asks under its own."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.entries: dict[Hashable, Entry] = {}
        self.dropped: list[Any] = []
        """What was let go, until whoever holds the lock has given it back and let go of it as well."""
        self._measured: dict[Hashable, int] = {}
        self._uses = count(1)

    @property
    def taken(self) -> int:
        """Bytes of all that is loaded or being loaded."""
        return sum(entry.size for entry in self.entries.values())

    def known_parts(self, wanted: Wanted[Any]) -> list[Entry]:
        """Models that are loaded already and, by their names, parts of what is wanted."""
        entries = self.entries.values()
        return [entry for entry in entries if entry.loader is None and entry.name in wanted.models]

    def needed(self, wanted: Wanted[Any]) -> int:
        """Bytes that loading takes beside the known parts; what was measured before is known best."""
        whole = self._measured.get(wanted.key, wanted.size or 0)
        return max(0, whole - bytes_of(self.known_parts(wanted)))

    def swaps(self, wanted: Wanted[Any]) -> bool:
        """Whether another model would have to go, or to be waited for."""
        return wanted.key not in self.entries and self.taken + self.needed(wanted) > self.budget

    def make(self, size: int, spared: Collection[Entry]) -> bool:
        """Lets models go, the least recently used first, until `size` bytes are free. None goes if that is in vain."""
        going, free = [], self.budget - self.taken
        for entry in self.leaving(spared):
            if free >= size:
                break
            going.append(entry)
            free += entry.size
        if free < size:
            return False
        for entry in going:
            self.drop(entry)
        return True

    def shrink(self, spared: Collection[Entry] = ()) -> None:
        """Lets models go that are not in use, until the budget is kept or none is left."""
        for entry in list(self.leaving(spared)):
            if self.taken <= self.budget:
                return
            self.drop(entry)

    def leaving(self, spared: Collection[Entry] = ()) -> Iterator[Entry]:
        """Models that may go, in this order: the least recently used first, but none before what it is a part of."""
        entries = (entry for entry in self.entries.values() if entry.idle and entry not in spared)
        idle = sorted(entries, key=lambda entry: entry.used)
        gone: set[Entry] = set()
        while (found := next((entry for entry in idle if entry.holders <= gone), None)) is not None:
            idle.remove(found)
            gone.add(found)
            yield found

    def drop(self, entry: Entry) -> None:
        """Forgets a model."""
        del self.entries[entry.key]
        entry.let_go(entry.parts)
        self.dropped.append(entry.value)
        entry.value = None

    def drop_all(self, leaves: Callable[[Entry], bool]) -> tuple[str, ...]:
        """Forgets those that nobody uses and for which this holds, and what they are parts of; their names."""
        going = {entry for entry in self.entries.values() if any(map(leaves, entry.whole()))}
        gone = [entry for entry in self.leaving() if entry in going]
        for entry in gone:
            self.drop(entry)
        return tuple(entry.name for entry in gone)

    def settle(self, entry: Entry, value: Any, size: int) -> None:
        """The model is loaded, and takes so much without its parts."""
        entry.value, entry.size, entry.loader = value, size, None
        self._measured.pop(entry.key, None)
        if len(self._measured) >= _REMEMBERED:
            del self._measured[next(iter(self._measured))]
        self._measured[entry.key] = bytes_of([entry])
        self.touch(entry)

    def touch(self, entry: Entry) -> None:
        """The model is used now, and so are its parts."""
        for part in sorted(entry.whole(), key=lambda part: part.used):
            part.used, part.since = next(self._uses), monotonic()
