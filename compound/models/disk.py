"""Writing a model so that it is either whole or not there."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compound.errors.models import DiskFull

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def require_space(folder: Path, needed: int) -> None:
    """Refuse to begin what cannot end.

    Raises:
        DiskFull: when the disk of `folder` has fewer than `needed` bytes free.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(folder=folder, needed=needed, free=free)


@contextmanager
def removed_when_full(path: Path, needed: int) -> Iterator[None]:
    """Where the disk fills up or the quota ends while `path` is written: remove it, so that others can go on.

    Raises:
        DiskFull: in place of the system's error; `needed` is the size in bytes of what is written.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        free = shutil.disk_usage(path.parent).free
        remove(path)
        raise DiskFull(folder=path.parent, needed=needed, free=free) from error


def publish(folder: Path, target: Path) -> None:
    """Give a finished folder its name, in one step that survives a power cut: nobody sees it half written."""
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)
    remove(target)
    folder.rename(target)
    _sync(target.parent)


def remove(path: Path) -> None:
    """Delete a file or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
