"""Looks again and again at a place for files that are complete and new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.arrivals.place import Place
    from compound.arrivals.seen import Seen


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is complete."""

    path: str
    """Of a file in a folder; its URL otherwise."""
    digest: str
    """blake3 of its bytes, in hex."""


class Watcher:
    """Hands on each content once, whatever names it comes under, however often the program is started.

    A file is complete when two looks found the same size, time and identity, and it is still so after it was read. A
    program that writes more slowly than that should write under another name (`.page.pdf`, `page.pdf.part`) and rename.
    """

    def __init__(self, place: Place, seen: Seen) -> None:
        self._place = place
        self._seen = seen
        self._before: dict[str, str] = {}

    def look(self, hand_on: Callable[[Arrival], None]) -> int:
        """Hands on what is complete and new, and says how much that was.

        What `hand_on` raises ends the look: that file, and those after it, come again with the next. Raises
        PlaceUnreadable.
        """
        now = self._place.files()
        steady = [name for name, mark in now.items() if self._before.get(name) == mark]
        self._before = now
        return sum(self._take(name, now[name], hand_on) for name in steady if not self._seen.is_known(name, now[name]))

    def _take(self, name: str, mark: str, hand_on: Callable[[Arrival], None]) -> bool:
        try:
            digest = self._place.digest(name)
            changed = self._place.mark(name) != mark
        except FileNotFoundError:  # it was taken away meanwhile
            return False
        if changed:
            return False
        new = not self._seen.has(digest)
        if new:
            hand_on(Arrival(self._place.where(name), digest))
        self._seen.add(name, mark, digest)
        return new
