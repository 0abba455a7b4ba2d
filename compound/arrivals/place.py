"""Where files arrive: a folder, or whatever fsspec lists by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec
from blake3 import blake3

from compound.errors.arrivals import PlaceUnreadable

_TELLING = ("size", "mtime", "ino", "created", "LastModified", "ETag", "last_modified", "etag", "updated", "generation")
"""What file systems of fsspec say of a file that is not the same any more once it is written or replaced."""
_UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".swp", "~")
"""Ends of names that programs give to files until they are whole, and then rename."""
_CHUNK = 1 << 20


class Place:
    """All files at or below a folder or a URL, but those that are hidden, empty, or named as unfinished."""

    def __init__(self, place: str, pattern: str = "*") -> None:
        """Files whose name matches `pattern`, as `*.pdf`. Raises PlaceUnreadable for a URL that fsspec cannot open."""
        is_url = "://" in place
        self.url = place if is_url else str(Path(place).absolute())
        """The URL as it was given, or the path of the folder."""
        self._pattern = pattern
        with self._asking():
            self._files, root = fsspec.url_to_fs(self.url, use_listings_cache=False)
        self._root = root.rstrip("/")
        self._is_url = is_url

    def files(self) -> dict[str, str]:
        """A mark of each file by its name below the place; another mark is another file, or another content.

        Raises PlaceUnreadable.
        """
        with self._asking():
            if not self._is_url and not Path(self.url).is_dir():
                raise NotADirectoryError(f"{self.url} is no folder")
            found: dict[str, dict[str, Any]] = self._files.find(self._root, detail=True)
        named = ((path.removeprefix(self._root).lstrip("/"), info) for path, info in found.items())
        return {name: _mark(info) for name, info in named if info.get("size") and self._is_meant(name)}

    def mark(self, name: str) -> str:
        """The mark of one file as it is now. Raises FileNotFoundError and PlaceUnreadable."""
        with self._asking():
            return _mark(self._files.info(f"{self._root}/{name}"))

    def digest(self, name: str) -> str:
        """blake3 of the file's bytes, in hex. Raises FileNotFoundError and PlaceUnreadable."""
        hasher = blake3()
        with self._asking(), self._files.open(f"{self._root}/{name}", "rb") as file:
            while chunk := file.read(_CHUNK):
                hasher.update(chunk)
        return hasher.hexdigest()

    def where(self, name: str) -> str:
        """The path of the file, or its URL."""
        path = f"{self._root}/{name}"
        return str(self._files.unstrip_protocol(path)) if self._is_url else path

    def _is_meant(self, name: str) -> bool:
        path = PurePosixPath(name)
        hidden = any(part.startswith((".", "~")) for part in path.parts)
        return not hidden and not name.lower().endswith(_UNFINISHED) and path.match(self._pattern)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except (OSError, ImportError, ValueError) as error:
            raise PlaceUnreadable(place=self.url, reason=str(error)) from error


def _mark(info: dict[str, Any]) -> str:
    told = {name: info[name] for name in _TELLING if info.get(name) is not None}
    times = {name: value.timestamp() for name, value in told.items() if isinstance(value, datetime)}
    return " ".join(f"{name}={value}" for name, value in {**told, **times}.items())
