"""What a place that keeps named bytes can do; `Blobs` does the naming and the checking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from compound.errors.store import DigestMalformed

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One blob as the place lists it."""

    digest: str
    size: int
    """Bytes."""
    used: float
    """When it was last used, in seconds since 1970."""


class Shelf(Protocol):
    """A folder or an object store. Digests are well formed when they get here."""

    place: str
    """For messages: the folder or the URL."""
    grace: float
    """Seconds after its last use in which an entry is never removed: whoever put it may not have said so yet."""

    def where(self, digest: str) -> str:
        """For messages: the path or the URL of an entry."""
        ...

    def has(self, digest: str) -> bool:
        """Whether there is an entry, sound or not."""
        ...

    def read(self, digest: str) -> bytes:
        """The bytes as they lie there, which then count as used. Raises BlobMissing, BlobCorrupt, StoreUnreadable."""
        ...

    def refresh(self, digest: str, data: bytes) -> bool:
        """Whether the entry holds exactly these bytes; if so it counts as used."""
        ...

    def write(self, digest: str, data: bytes) -> None:
        """Keep the bytes, whole and for good once this returns. Raises StoreFull or StoreUnwritable."""
        ...

    def remove(self, digest: str) -> bool:
        """Remove an entry; whether there was one. Raises StoreUnwritable."""
        ...

    def remove_unused(self, entry: Entry) -> bool:
        """Remove the entry unless it was used since it was listed; whether it is gone. Raises StoreUnwritable."""
        ...

    def entries(self) -> Iterator[Entry]:
        """Every entry, in no order. What is none is passed over. Raises StoreUnreadable."""
        ...

    def clear_drafts(self) -> int:
        """Remove what writers that were killed left behind; how many bytes it took."""
        ...


def sharded(digest: str) -> tuple[str, str]:
    """The two parts of an entry's path. Raises DigestMalformed for what is no digest, before it becomes a path."""
    # From a column of SQLite may come what is no text at all.
    if not isinstance(digest, str) or not is_digest(digest):
        raise DigestMalformed(digest=str(digest))
    return digest[:2], digest[2:]


def is_digest(text: str) -> bool:
    """Whether this is 64 lower-case hex digits."""
    return _DIGEST.fullmatch(text) is not None
