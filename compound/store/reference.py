"""What stands for a value elsewhere: small, picklable, and the same wherever the value is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from compound.store.blobs import Blobs
from compound.store.kept import reachable


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that is kept. Who knows the type it was declared with can read it; nobody has to, to hand it on."""

    key: str | None
    """`key_of` the value; None for one that has none."""
    inline: bytes | None
    """The record itself, where it is small and refers to no blobs."""
    record: str | None
    """Digest of the record in the blobs, where it is not."""
    place: str
    """The folder or the URL of the blobs."""

    def copied(self, blobs: Blobs) -> bytes:
        """The record, whatever it refers to in these blobs too. Raises what `Blobs.get` and `Blobs.put` raise."""
        if self.inline is not None:
            return self.inline
        assert self.record is not None
        own = blobs_at(self.place)
        if blobs.shelf.place != self.place:
            for digest in reachable([self.record], own):
                blobs.put(own.get(digest))
        return own.get(self.record)


@lru_cache(maxsize=16)
def blobs_at(place: str) -> Blobs:
    """The blobs of a folder or a URL, opened once in a process. Raises StoreUnreachable."""
    return Blobs(place)
