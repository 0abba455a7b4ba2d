"""A text file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from compound.errors.root import CompoundError


class ReportNotWritten(CompoundError):
    """Raised when a report cannot be written to its path."""

    def __init__(self, *, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"the report cannot be written to {path}: {reason}. Give the path of a file in a folder you may write to."
        )


def write_whole(path: Path, chunks: Iterable[str]) -> None:
    """Writes UTF-8 beside the path, then renames. Raises ReportNotWritten."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with naming(path):
            folder_made(path)
            with beside.open("x", encoding="utf-8", newline="\n") as file:
                file.writelines(chunks)
            os.replace(beside, path)
    finally:
        _forget(beside)


def folder_made(path: Path) -> Path:
    """The folder of a file to be, with those on the way to it. Raises OSError, too when a folder has its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    return path.parent


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Raises ReportNotWritten for what the system refuses."""
    try:
        yield
    except OSError as error:
        raise ReportNotWritten(path=path, reason=error.strerror or str(error)) from error


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The folder is the very thing that cannot be used, and the error on its way says so.
        return
