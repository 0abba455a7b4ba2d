"""Files that words of a command line mean: files themselves, those of a folder, or those that a pattern matches."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path


class Finder:
    """Finds files and remembers what it passed over.

    A file that is named is always taken, and so is a word that is no path at all. Of a folder, which is searched
    through all its folders, those with one of `suffixes` are taken (None takes any), but no hidden ones. A pattern
    stands for the files that it matches, as in a shell.
    """

    def __init__(self, suffixes: Collection[str] | None = None) -> None:
        """`suffixes` are in lower case, with their dot."""
        self._suffixes = suffixes
        self.left_out = 0
        """Files of other types in the folders."""
        self.troubles: list[str] = []
        """What is wrong with folders: not to be listed, or without a file to take."""

    def files(self, words: Iterable[str]) -> Iterator[str]:
        """All files, each once, in the order of the words; those of a folder by name."""
        seen = set()
        for word in words:
            for file in self._of(word):
                place = os.path.abspath(file)
                if place not in seen:
                    seen.add(place)
                    yield file

    def _of(self, word: str) -> Iterator[str]:
        if os.path.isdir(word):
            yield from self._in_folder(word)
        elif glob.has_magic(word) and not os.path.exists(word):
            matches = sorted(path for path in glob.glob(word, recursive=True) if os.path.isfile(path))
            yield from matches or [word]  # whose error says that there is no such file
        else:
            yield word

    def _in_folder(self, folder: str) -> Iterator[str]:
        before, found = self.left_out, 0
        for path in self._walked(folder):
            if self._suffixes is None or path.suffix.lower() in self._suffixes:
                found += 1
                yield str(path)
            else:
                self.left_out += 1
        if not found:
            others = self.left_out - before
            self.troubles.append(
                f"{folder}: no file here that can be read" + (f", {others} of other types" * bool(others))
            )

    def _walked(self, folder: str) -> Iterator[Path]:
        for place, folders, names in os.walk(folder, onerror=self._refused):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            paths = (Path(place, name) for name in sorted(names) if not name.startswith("."))
            # A pipe would be waited for, and a link that leads nowhere is no file.
            yield from (path for path in paths if path.is_file())

    def _refused(self, error: OSError) -> None:
        self.troubles.append(f"{error.filename}: the folder cannot be listed ({error.strerror})")
