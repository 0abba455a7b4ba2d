"""A model as the pool knows it: what is asked for, and what became of that."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from threading import get_ident
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """A model that is asked for."""

    key: Hashable
    """Who asks for an equal key gets the same object."""
    load: Callable[[], T]
    """Makes it, in the thread that asks first. What it asks the pool for becomes a part, which stays as long."""
    size: int | None = None
    """Bytes it takes once loaded, with its parts; None where nobody knows before."""
    models: tuple[str, ...] = ()
    """Names of the models that are its parts, as far as they are known before it is loaded."""

    @property
    def name(self) -> str:
        """The key for people: itself, or the first of several; a class by its name."""
        first = self.key[0] if isinstance(self.key, tuple) else self.key
        return first.__name__ if isinstance(first, type) else str(first)


class Entry:
    """A model that is loaded or being loaded. Only touched by the pool, under its lock."""

    __slots__ = ("error", "holders", "key", "loader", "name", "parts", "since", "size", "used", "users", "value")

    def __init__(self, wanted: Wanted[Any], size: int) -> None:
        self.key = wanted.key
        self.name = wanted.name
        self.size = size
        """Bytes without the parts: those set aside while it is being loaded, then those it takes."""
        self.value: Any = None
        self.loader: int | None = get_ident()
        """The thread that loads it; None when it is loaded."""
        self.error: BaseException | None = None
        self.users = 0
        """Calls that have it and have not ended."""
        self.parts: set[Entry] = set()
        self.holders: set[Entry] = set()
        """Models that it is a part of."""
        self.used = 0
        """The place of its last use among all uses."""
        self.since = 0.0
        """When it was used last, by time.monotonic."""

    @property
    def idle(self) -> bool:
        """Whether no call uses it."""
        return self.loader is None and not self.users

    def take_part(self, part: Entry) -> None:
        """From now on the part stays as long as this."""
        self.parts.add(part)
        part.holders.add(self)

    def let_go(self, parts: Iterable[Entry]) -> None:
        """These are no parts any more."""
        for part in tuple(parts):
            self.parts.discard(part)
            part.holders.discard(self)

    def whole(self) -> Iterator[Entry]:
        """Itself and its parts, and theirs; a part of several comes more than once."""
        yield self
        for part in self.parts:
            yield from part.whole()


def bytes_of(entries: Iterable[Entry]) -> int:
    """What entries and their parts take together, each counted once."""
    return sum(entry.size for entry in {part for entry in entries for part in entry.whole()})


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model in the pool, as it was when the pool was asked."""

    name: str
    size: int
    """Bytes, without the models that it is made of."""
    users: int
    """Calls that use it and have not ended."""
    idle: float
    """Seconds since it was used last; 0 while it is in use."""
