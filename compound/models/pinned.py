"""A source together with the digests of what it must give."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from compound.errors.models import HashMismatch
from compound.models.source import PypiSource, Source


@dataclass(frozen=True)
class Pinned:
    """A source, and what is known of its contents. All digests are sha256 in lower-case hex."""

    source: Source
    sha256: str | None = None
    """Of the wheel for `pypi:`, of the file where the source is a single file."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Of single files, by their POSIX path inside the model's folder."""

    @property
    def slug(self) -> str:
        """A folder name that is readable, and belongs to this source with these pins alone."""
        readable = re.sub(r"[^A-Za-z0-9.]+", "-", self.source.url.partition("#")[0]).strip("-")[:80]
        identity = repr((self.source.url, self.sha256, sorted(self.files.items())))
        return f"{readable}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"

    def check(self, path: Path) -> None:
        """Compare a model's folder, or its single file, with the pins.

        Raises:
            HashMismatch: naming the file; one that is pinned and absent counts as another one.
        """
        for name, expected in self.files.items():
            self._compare(path / name, expected)
        if self.sha256 is not None and not isinstance(self.source, PypiSource):
            only = path if path.is_file() else next((file for file in path.rglob("*") if file.is_file()), path)
            self._compare(only, self.sha256)

    def _compare(self, file: Path, expected: str) -> None:
        actual = digest_of(file) if file.is_file() else "of no file"
        if actual != expected:
            raise HashMismatch(source=f"{self.source.url} ({file.name})", expected=expected, actual=actual)


def digest_of(file: Path) -> str:
    """The sha256 of a file, as lower-case hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
