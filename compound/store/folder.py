"""Named bytes in a local folder, which many threads and processes may use at once."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

from compound.errors.store import BlobCorrupt, BlobMissing, StoreFull, StoreUnreadable, StoreUnwritable
from compound.store.lasting import make_folder, sync_folder
from compound.store.shelf import Entry, is_digest, sharded

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_FILE = frozenset({errno.ELOOP, errno.EISDIR, errno.ENXIO})
_DRAFT, _DOOMED = ".writing-", ".removing-"
_SETTLED = 60.0
"""Seconds after which a system has written a change to disk by itself."""
# A link, a pipe or a device in the place of a blob is neither followed nor waited for (POSIX has these flags).
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Folder:
    """A `Shelf` in a folder: an entry is a file `ab/cdef…`, its time of change is its last use.

    A file appears whole or not at all. Links are not followed, neither to files nor to subfolders.
    """

    grace = 3600.0

    def __init__(self, folder: Path) -> None:
        """Entries in `folder`, which is made when the first one is written."""
        self.folder = folder
        self.place = str(folder)
        self._settled: set[str] = set()
        """Subfolders whose names are on disk."""

    def path(self, digest: str) -> Path:
        """Where the entry is, or would be; raises `DigestMalformed` for what is no digest."""
        return self.folder.joinpath(*sharded(digest))

    def where(self, digest: str) -> str:
        return str(self.path(digest))

    def has(self, digest: str) -> bool:
        return os.path.lexists(self.path(digest))

    def read(self, digest: str) -> bytes:
        path = self.path(digest)
        try:
            data = _content_wherever(path)
        except FileNotFoundError:
            raise BlobMissing(digest=digest, folder=self.place) from None
        except OSError as error:
            if error.errno in _NO_FILE:
                raise BlobCorrupt(digest=digest, path=str(path)) from error
            raise StoreUnreadable(place=str(path), reason=_reason(error)) from error
        _touch(path)
        return data

    def refresh(self, digest: str, data: bytes) -> bool:
        path = self.path(digest)
        try:
            found = path.lstat()
            if found.st_size != len(data) or _content(path) != data:
                return False
            if time() - found.st_ctime < _SETTLED:
                # Its writer may not have forced the name to disk yet.
                self._settle(path.parent)
                sync_folder(path.parent)
        except OSError:
            return False
        return _touch(path)

    def write(self, digest: str, data: bytes) -> None:
        path = self.path(digest)
        with self._changing(len(data)):
            self._make(path.parent)
            _write_whole(path, data)

    def remove(self, digest: str) -> bool:
        with self._changing(0):
            try:
                self.path(digest).unlink()
            except FileNotFoundError:
                return False
        return True

    def remove_unused(self, entry: Entry) -> bool:
        """Takes the entry out of sight before looking at its time, so that a use in between is not missed.

        Whoever puts it meanwhile finds it gone, and writes it anew.
        """
        path = self.path(entry.digest)
        # Of its own, so that two collectors never take each other's for theirs.
        doomed = path.with_name(f"{_DOOMED}{secrets.token_hex(8)}-{path.name}")
        with self._changing(0):
            try:
                path.rename(doomed)
                if doomed.lstat().st_mtime > entry.used:
                    doomed.replace(path)
                    return False
                doomed.unlink()
            except FileNotFoundError:
                # Another collector was faster.
                return True
        return True

    def entries(self) -> Iterator[Entry]:
        for shard, file in self._files():
            digest = shard + file.name
            # Another process may have removed it.
            with suppress(FileNotFoundError):
                found = file.stat(follow_symlinks=False)
                if is_digest(digest) and stat.S_ISREG(found.st_mode):
                    yield Entry(digest, found.st_size, found.st_mtime)

    def clear_drafts(self) -> int:
        freed, oldest = 0, time() - self.grace
        for _, file in self._files():
            if file.name.startswith((_DRAFT, _DOOMED)):
                with self._changing(0), suppress(FileNotFoundError):
                    found = file.stat(follow_symlinks=False)
                    if found.st_mtime < oldest:
                        os.unlink(file.path)
                        freed += found.st_size
        return freed

    def _files(self) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """What lies in the subfolders, each with the name of its own."""
        for shard in _listed(self.folder):
            if len(shard.name) == 2 and shard.is_dir(follow_symlinks=False):
                for file in _listed(Path(shard.path)):
                    yield shard.name, file

    def _make(self, shard: Path) -> None:
        """Make the subfolder, whose name in the folder is then on disk too."""
        if shard.is_symlink():
            raise StoreUnwritable(place=str(shard), reason="it is a link, which may lead anywhere")
        if not shard.is_dir():
            self._settled.discard(shard.name)
            make_folder(shard)
        self._settle(shard)

    def _settle(self, shard: Path) -> None:
        """Once for each subfolder: another process may have made it just now, and not have forced its name to disk."""
        if shard.name not in self._settled:
            sync_folder(self.folder)
            sync_folder(self.folder.parent)
            self._settled.add(shard.name)

    @contextmanager
    def _changing(self, size: int) -> Iterator[None]:
        """What the system says when this folder cannot be changed, as errors of ours."""
        try:
            yield
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise StoreFull(place=self.place, needed=size) from error
            raise StoreUnwritable(place=self.place, reason=_reason(error)) from error


def _content_wherever(path: Path) -> bytes:
    """The bytes, though a collector may be looking at them or just have put them back. Raises OSError."""
    with suppress(FileNotFoundError):
        return _content(path)
    for doomed in path.parent.glob(f"{_DOOMED}*-{path.name}"):
        with suppress(FileNotFoundError):
            return _content(doomed)
    return _content(path)


def _content(path: Path) -> bytes:
    """The bytes of a regular file. Raises OSError, with EISDIR for what is none."""
    handle = os.open(path, _OPEN)
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EISDIR, "not a regular file")
        return file.read()


def _touch(path: Path) -> bool:
    """Count it as used now; False when another process has just removed it."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    except OSError:
        # Of a folder that can only be read nothing is ever removed either.
        return True
    return True


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside the path, force to disk, then rename: a reader or a crash meets the old state or the new."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=_DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:  # whatever ends it, Ctrl-C too, leaves no draft, and goes on its way
        os.unlink(draft)
        raise
    sync_folder(path.parent)


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreUnreadable(place=str(folder), reason=_reason(error)) from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
