"""What was fetched, noted beside it, so that damage is found later."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from compound.models.pinned import Pinned, digest_of

_NAME = ".fetched.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was when it was verified."""

    sha256: str
    size: int
    """Bytes."""
    modified: int
    """Nanoseconds since 1970, as the file system has it."""

    @staticmethod
    def of(file: Path) -> FileRecord:
        stat = file.stat()
        return FileRecord(digest_of(file), stat.st_size, stat.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Record:
    """The files of a fetched model, by their POSIX path inside its folder."""

    source: str
    files: dict[str, FileRecord]

    @staticmethod
    def of(model: Pinned, folder: Path) -> Record:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != _NAME)
        return Record(model.source.url, {path.relative_to(folder).as_posix(): FileRecord.of(path) for path in files})

    @staticmethod
    def read(folder: Path) -> Record | None:
        """The record of this folder; None where there is none that can be read."""
        try:
            stored = json.loads((folder / _NAME).read_text("utf-8"))
            return Record(stored["source"], {name: FileRecord(**file) for name, file in stored["files"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, folder: Path) -> None:
        (folder / _NAME).write_text(json.dumps(asdict(self), indent=1), "utf-8")

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files.values())

    def glance(self, folder: Path) -> tuple[str, ...]:
        """What is wrong with the folder, as far as sizes and times show; only files that were touched are read."""
        return self._problems(folder, [name for name in self.files if self._touched(folder / name, self.files[name])])

    def audit(self, folder: Path) -> tuple[str, ...]:
        """What is wrong with the folder. Reads every byte."""
        return self._problems(folder, list(self.files))

    @staticmethod
    def _touched(path: Path, known: FileRecord) -> bool:
        return not path.is_file() or (path.stat().st_size, path.stat().st_mtime_ns) != (known.size, known.modified)

    def _problems(self, folder: Path, names: list[str]) -> tuple[str, ...]:
        absent = [f"{name} is missing" for name in names if not (folder / name).is_file()]
        changed = [
            f"{name} is not the file that was fetched"
            for name in names
            if (folder / name).is_file() and digest_of(folder / name) != self.files[name].sha256
        ]
        return (*absent, *changed)
