"""Named bytes in whatever fsspec opens by URL: S3 and its like, or memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import time
from typing import Any

import fsspec

from compound.errors.store import BlobMissing, StoreUnreachable, StoreUnreadable, StoreUnwritable
from compound.store.shelf import Entry, is_digest, sharded

DAY = 86_400.0
# Each file system of fsspec has its own name for the time of the last change.
_TIMES = ("LastModified", "last_modified", "updated", "modified", "mtime", "created")


# What the libraries behind file systems raise beside OSError, by module.
_FAILURES = {"botocore.exceptions": "BotoCoreError", "aiohttp": "ClientError"}


class Remote:
    """A `Shelf` by URL: an entry is an object `ab/cdef…`, put in one request.

    Object stores keep no time of use but that of the last put. So what is put again is written again once it is a day
    old, and an entry counts as used when it was last written: reading does not keep it. fsspec file systems that do
    not put in one step may show an entry half written; it is then refused as corrupt, and putting it again mends it.
    """

    grace = 2 * DAY

    def __init__(self, url: str) -> None:
        """Entries below `url`. Raises StoreUnreachable for a scheme that is unknown or whose library is missing."""
        try:
            self._files, root = fsspec.url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError, OSError) as error:
            raise StoreUnreachable(url=url, reason=str(error)) from error
        self._root = root.rstrip("/")
        self.place = url

    def where(self, digest: str) -> str:
        return str(self._files.unstrip_protocol(self._path(digest)))

    def has(self, digest: str) -> bool:
        return self._info(digest) is not None

    def read(self, digest: str) -> bytes:
        try:
            with self._asking(StoreUnreadable):
                return bytes(self._files.cat_file(self._path(digest)))
        except FileNotFoundError:
            raise BlobMissing(digest=digest, folder=self.place) from None

    def refresh(self, digest: str, data: bytes) -> bool:
        info = self._info(digest)
        if info is None or info.get("size") != len(data) or _changed(info) < time() - DAY:
            return False
        return self.read(digest) == data

    def write(self, digest: str, data: bytes) -> None:
        with self._asking(StoreUnwritable):
            try:
                self._files.pipe_file(self._path(digest), data)
            except FileNotFoundError as error:
                raise StoreUnwritable(place=self.place, reason=str(error)) from error

    def remove(self, digest: str) -> bool:
        if not self.has(digest):
            return False
        try:
            with self._asking(StoreUnwritable):
                self._files.rm_file(self._path(digest))
        except FileNotFoundError:
            return False
        return True

    def remove_unused(self, entry: Entry) -> bool:
        """The days of grace stand in for the atomic step that object stores lack between looking and removing."""
        info = self._info(entry.digest)
        if info is not None and _changed(info) > entry.used:
            return False
        self.remove(entry.digest)
        return True

    def entries(self) -> Iterator[Entry]:
        with self._asking(StoreUnreadable):
            found: Mapping[str, Mapping[str, Any]] = self._files.find(self._root, detail=True)
        for path, info in found.items():
            *_, shard, name = ["", *path.split("/")]
            if is_digest(shard + name) and path == self._path(shard + name):
                yield Entry(shard + name, int(info["size"]), _changed(info))

    def clear_drafts(self) -> int:
        return 0

    def _path(self, digest: str) -> str:
        return "/".join((self._root, *sharded(digest)))

    def _info(self, digest: str) -> Mapping[str, Any] | None:
        path = self._path(digest)
        try:
            with self._asking(StoreUnreadable):
                found: Mapping[str, Any] = self._files.info(path)
        except FileNotFoundError:
            return None
        return found

    @contextmanager
    def _asking(self, failed: type[StoreUnreadable | StoreUnwritable]) -> Iterator[None]:
        """What goes wrong in a library, as an error of ours; what is missing is for the caller to judge."""
        try:
            yield
        except FileNotFoundError:
            raise
        except _failures() as error:
            raise failed(place=self.place, reason=str(error)) from error


def _failures() -> tuple[type[Exception], ...]:
    loaded = ((sys.modules[module], name) for module, name in _FAILURES.items() if module in sys.modules)
    return OSError, *(getattr(module, name) for module, name in loaded)


def _changed(info: Mapping[str, Any]) -> float:
    """Seconds since 1970; now where the file system does not tell, so that nothing is removed for its age."""
    told = next((info[name] for name in _TIMES if info.get(name) is not None), None)
    if isinstance(told, str):
        told = datetime.fromisoformat(told)
    if isinstance(told, datetime):
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    return float(told) if isinstance(told, int | float) else time()
