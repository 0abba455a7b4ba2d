"""A folder of bytes, each named by the digest of what it holds."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from blake3 import blake3

from compound.errors.store import BlobCorrupt, BlobMissing, DigestMalformed

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """Content-addressed bytes in a folder, which many threads and processes may use at once.

    A blob appears whole or not at all, and is checked against its digest when read. A digest is blake3 in hex, 64
    digits; anything else is refused before it can become a path.
    """

    def __init__(self, folder: Path) -> None:
        """Blobs in `folder`, which is made when the first one is put."""
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep `data`, on disk when this returns, and give its digest. Keeping it again writes nothing new."""
        digest = blake3(data).hexdigest()
        path = self.path(digest)
        if not _holds(path, data):
            _write_whole(path, data)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this digest.

        Raises `BlobMissing` when they are not here, `BlobCorrupt` when the file no longer holds them, and
        `DigestMalformed` for what is no digest.
        """
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise BlobMissing(digest=digest, folder=str(self.folder)) from None
        if blake3(data).hexdigest() != digest:
            raise BlobCorrupt(digest=digest, path=str(path))
        return data

    def path(self, digest: str) -> Path:
        """Where the blob is, or would be; raises `DigestMalformed` for what is no digest."""
        if not _DIGEST.fullmatch(digest):
            raise DigestMalformed(digest=digest)
        return self.folder / digest[:2] / digest[2:]


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there and sound; a damaged one is to be replaced."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside the path, force to disk, then rename: a reader or a crash meets the old state or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Force the rename itself to disk, where folders can be opened (POSIX)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
