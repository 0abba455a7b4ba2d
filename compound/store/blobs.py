"""Bytes, each named by the digest of what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from blake3 import blake3

from compound.errors.store import BlobCorrupt
from compound.store.folder import Folder

if TYPE_CHECKING:
    from compound.store.shelf import Shelf

_SEVERAL_THREADS = 1 << 20
"""Bytes from which hashing on several threads is worth their start."""


class Blobs:
    """Content-addressed bytes in a folder or object store, which many threads and processes may use at once.

    A blob appears whole or not at all, and is checked against its digest when read. A digest is blake3 in hex, 64
    digits; anything else is refused before it can become a path (`DigestMalformed`).
    """

    def __init__(self, place: Path | str) -> None:
        """Blobs in a folder, which is made when the first one is put, or below a URL such as `s3://bucket/blobs`.

        Raises `StoreUnreachable` for a URL that fsspec cannot open.
        """
        self.shelf: Shelf = _shelf(place)

    def put(self, data: bytes) -> str:
        """Keep `data`, safely when this returns, and give its digest. Keeping it again writes nothing new.

        Raises `StoreFull` or `StoreUnwritable`; readers then see what they saw before.
        """
        digest = digest_of(data)
        if not self.shelf.refresh(digest, data):
            self.shelf.write(digest, data)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this digest.

        Raises `BlobMissing` when they are not here, `BlobCorrupt` when what is kept no longer is them,
        `StoreUnreadable`, and `DigestMalformed` for what is no digest.
        """
        data = self.shelf.read(digest)
        if digest_of(data) != digest:
            raise BlobCorrupt(digest=digest, path=self.shelf.where(digest))
        return data

    def has(self, digest: str) -> bool:
        """Whether the blob is kept; whether it is sound shows when it is read. Raises `DigestMalformed`."""
        return self.shelf.has(digest)

    def delete(self, digest: str) -> bool:
        """Remove the blob; whether there was one. Raises `StoreUnwritable` and `DigestMalformed`."""
        return self.shelf.remove(digest)

    def __iter__(self) -> Iterator[str]:
        """The digests of all that is kept, in no order. Raises `StoreUnreadable`."""
        return (entry.digest for entry in self.shelf.entries())

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and self.has(digest)


def digest_of(data: bytes) -> str:
    """blake3 in hex, on several threads where there is much of it."""
    threads = blake3.AUTO if len(data) >= _SEVERAL_THREADS else 1
    return blake3(data, max_threads=threads).hexdigest()


def _shelf(place: Path | str) -> Shelf:
    text = str(place)
    if isinstance(place, Path) or "://" not in text:
        return Folder(Path(place))
    if text.startswith("file://"):
        from urllib.parse import unquote, urlsplit

        return Folder(Path(unquote(urlsplit(text).path)))
    from compound.store.remote import Remote

    return Remote(text)
