"""Files that a word of the command line means: one file, those of a folder, or those that a pattern matches."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path


def files_of(word: str) -> Iterator[str]:
    """The word itself for a file or anything that is no path; a folder's files and a pattern's matches in order.

    Hidden files are left out. A folder or pattern without files gives the word itself, whose error says so.
    """
    if Path(word).is_dir():
        found = sorted(str(path) for path in Path(word).rglob("*") if path.is_file() and not _hidden(path, word))
    elif glob.has_magic(word) and not Path(word).exists():
        found = sorted(path for path in glob.glob(word, recursive=True) if Path(path).is_file())
    else:
        found = []
    yield from found or [word]


def _hidden(path: Path, folder: str) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
