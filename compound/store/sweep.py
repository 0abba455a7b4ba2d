"""Garbage collection: what to remove, told before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import time

from compound.store.blobs import Blobs
from compound.store.shelf import Entry

Roots = Callable[[], Iterable[str]]
"""Gives the digests that stay whatever their age: all that a pin or a journal leads to."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may stay. None sets no limit."""

    unused: float | None = None
    """Seconds since its last use that a blob may stay."""
    size: int | None = None
    """Bytes that all blobs may take; the least recently used go first."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a collection would remove. Nothing is removed before `carry_out`."""

    blobs: Blobs
    roots: Roots
    doomed: tuple[Entry, ...]
    """The least recently used first."""
    count: int
    """Of all blobs."""
    size: int
    """Bytes of all blobs."""

    @property
    def freed(self) -> int:
        """Bytes that removing takes away."""
        return sum(entry.size for entry in self.doomed)

    def carry_out(self) -> int:
        """Remove what is doomed, but for what was used or became rooted meanwhile; how many bytes became free.

        Drafts of writers that were killed go as well. Raises `StoreUnwritable`.
        """
        rooted = set(self.roots())
        gone = [entry for entry in self.doomed if entry.digest not in rooted and self.blobs.shelf.remove_unused(entry)]
        return sum(entry.size for entry in gone) + self.blobs.shelf.clear_drafts()


def sweep(blobs: Blobs, limits: Limits, roots: Roots) -> Sweep:
    """What would have to go. What `roots` gives stays, and what was used within the grace of the shelf.

    Roots count towards the size, so that a store whose roots alone exceed it stays above it. Raises `StoreUnreadable`.
    """
    entries = sorted(blobs.shelf.entries(), key=lambda entry: entry.used)
    size = sum(entry.size for entry in entries)
    rooted = set(roots())
    newest = time() - blobs.shelf.grace
    removable = [entry for entry in entries if entry.used <= newest and entry.digest not in rooted]
    return Sweep(blobs, roots, tuple(_doomed(removable, limits, size)), len(entries), size)


def _doomed(removable: list[Entry], limits: Limits, size: int) -> Iterator[Entry]:
    oldest = float("-inf") if limits.unused is None else time() - limits.unused
    for entry in removable:
        if entry.used > oldest and (limits.size is None or size <= limits.size):
            return
        size -= entry.size
        yield entry
