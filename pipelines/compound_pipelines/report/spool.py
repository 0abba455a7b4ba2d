"""Sections on disk, until the report is put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO, cast

from compound_pipelines.report.writing import folder_made, naming

CHUNK = 1 << 16
"""Characters that are read at once."""


class Spool:
    """Text in a nameless file beside the report, which goes with the process, however that ends.

    Raises ReportNotWritten when there will be no writing to `path`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with naming(path):
            folder = folder_made(path)
            self._file = cast(TextIO, TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder))  # noqa: SIM115

    def append(self, pieces: Iterable[str]) -> None:
        """Adds the pieces, all of them or, when one cannot be made or written, none. Raises ReportNotWritten."""
        with ExitStack() as undo:
            with naming(self._path):
                undo.callback(self._cut, self._file.tell())
            for piece in pieces:
                with naming(self._path):
                    self._file.write(piece)
            undo.pop_all()

    def chunks(self) -> Iterator[str]:
        """All that was added, in order."""
        self._file.seek(0)
        while chunk := self._file.read(CHUNK):
            yield chunk

    def close(self) -> None:
        with naming(self._path):
            self._file.close()

    def _cut(self, end: int) -> None:
        with naming(self._path):
            self._file.seek(end)
            self._file.truncate()
