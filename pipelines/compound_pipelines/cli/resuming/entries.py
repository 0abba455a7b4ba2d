"""A folder of small entries, each there whole or not at all."""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time

from blake3 import blake3

_DIGEST = 32
"""Bytes of blake3 that an entry begins with."""


class Entries:
    """Bytes under hex keys, in files that only their owner may read. Threads and processes may share the folder.

    A file holds the digest of what follows it, and then the content, compressed. What does not match, because it was
    torn or edited, is as if it were not there.
    """

    def __init__(self, folder: Path) -> None:
        """Entries in `folder`, which is made when the first one is put."""
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The entry; None where there is none that is whole. It counts as used now."""
        path = self._folder / key
        try:
            stored = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, packed = stored[:_DIGEST], stored[_DIGEST:]
        return zlib.decompress(packed) if digest == blake3(packed).digest() else None

    def put(self, key: str, content: bytes) -> None:
        """Keeps an entry. Raises OSError when it cannot be written."""
        packed = zlib.compress(content)
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(blake3(packed).digest() + packed)
            os.replace(draft, self._folder / key)
        except BaseException:  # whatever ends it, Ctrl-C too, leaves no draft, and goes on its way
            os.unlink(draft)
            raise

    def forget_unused(self, days: float) -> None:
        """Removes entries, and drafts that a killed process left, that have not been used for so many days."""
        oldest = time() - days * 24 * 60 * 60
        for file in self._files():
            # Another process may remove it first.
            with suppress(OSError):
                if file.stat().st_mtime < oldest:
                    os.unlink(file)

    def _files(self) -> Iterator[os.DirEntry[str]]:
        with suppress(OSError), os.scandir(self._folder) as files:
            yield from files


class WriteOnly(Entries):
    """Entries for work that is to be done anew: they are kept, and none is found."""

    def get(self, key: str) -> bytes | None:
        return None
