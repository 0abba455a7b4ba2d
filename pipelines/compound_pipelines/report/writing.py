"""A text file that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
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
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(chunks)
        os.replace(beside, path)
    except OSError as error:
        raise ReportNotWritten(path=path, reason=error.strerror or str(error)) from error
    finally:
        _forget(beside)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The folder is the very thing that cannot be used, and the error on its way says so.
        return
