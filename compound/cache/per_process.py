"""What a forked process must not share with its parent."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")


class PerProcess(Generic[T]):
    """A thing that each process makes for itself when it first asks.

    What was inherited stays alive, unused: closing a connection of SQLite in a child could break the parent's
    (https://www.sqlite.org/howtocorrupt.html, section 2.6).
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._mine: dict[str, T] = {}
        _all.add(self)

    def get(self) -> T:
        """This process's thing, the same one for all its threads."""
        thing = self._mine.get("thing")
        return self._mine.setdefault("thing", self._make()) if thing is None else thing

    def part(self) -> None:
        """Leave the thing to the parent."""
        _inherited.append(self._mine)
        self._mine = {}


_all: WeakSet[PerProcess[Any]] = WeakSet()
_inherited: list[Any] = []


def _part_all() -> None:
    for each in _all:
        each.part()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_part_all)
