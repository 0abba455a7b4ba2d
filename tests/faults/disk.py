"""A disk as POSIX allows it to be: what was not forced to it may be there after a power cut, or not, or in part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.faults.watched import Call

_SECTOR = 512
_SHARED = "-shm"
"""How the names of files end that SQLite shares as memory, and makes anew after a power cut."""


class File:
    """Bytes, and what of them is on disk."""

    def __init__(self) -> None:
        self.content = bytearray()
        self._kept = b""
        self._changes: list[Callable[[bytearray], None]] = []
        """Since it was last forced to disk: each one the system may have written already."""
        self._forcing = (b"", 0)

    def write(self, at: int, data: bytes) -> None:
        for start in range(0, len(data), _SECTOR):
            self._change(_written(at + start, data[start : start + _SECTOR]))

    def truncate(self, size: int) -> None:
        self._change(_cut(size))

    def begin_sync(self) -> None:
        """What changes from now on may be left out."""
        self._forcing = bytes(self.content), len(self._changes)

    def end_sync(self) -> None:
        self._kept, count = self._forcing
        del self._changes[:count]
        self._forcing = self._kept, 0

    def survives(self, chance: Random | None) -> bytes:
        """What is there after a power cut: what was forced, and of the rest nothing, or what chance takes."""
        content = bytearray(self._kept)
        if chance is not None:
            share = chance.random()
            for change in self._changes:
                if chance.random() < share:
                    change(content)
        return bytes(content)

    def _change(self, change: Callable[[bytearray], None]) -> None:
        change(self.content)
        self._changes.append(change)


def _written(at: int, data: bytes) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        content.extend(bytes(max(0, at - len(content))))
        content[at : at + len(data)] = data

    return change


def _cut(size: int) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        content.extend(bytes(max(0, size - len(content))))
        del content[size:]

    return change


class Folder:
    """Names, and which of them are on disk. Changes reach it in their order, as in a file system with a journal."""

    def __init__(self) -> None:
        self.names: dict[str, File | Folder] = {}
        self._kept: dict[str, File | Folder] = {}
        self._later: list[dict[str, File | Folder]] = []

    def put(self, name: str, what: File | Folder) -> None:
        self.names[name] = what
        self._later.append(self.names.copy())

    def drop(self, name: str) -> File | Folder:
        what = self.names.pop(name)
        self._later.append(self.names.copy())
        return what

    def move(self, name: str, target: str) -> None:
        self.names[target] = self.names.pop(name)
        self._later.append(self.names.copy())

    def begin_sync(self) -> None:
        """Names cost so little that the end of the call is taken for all of it."""

    def end_sync(self) -> None:
        self._kept, self._later = self.names.copy(), []

    def survives(self, chance: Random | None) -> dict[str, File | Folder]:
        """As for a file."""
        return self._kept if chance is None else chance.choice([self._kept, *self._later])


class Disk:
    """A folder that was empty, and all that is done in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = Folder()

    def do(self, call: Call) -> None:
        """Calls elsewhere, and on what has no name any more, change nothing."""
        if not call.path.is_relative_to(self.root) or (call.path == self.root and call.name != "sync"):
            return
        if call.name in ("mkdir", "openat", "rename", "unlink", "rmdir"):
            self._name(call)
            return
        found = self._at(call.path)
        match call.name, found:
            case "sync begins", File() | Folder():
                found.begin_sync()
            case "sync", File() | Folder():
                found.end_sync()
            case "ftruncate", File():
                found.truncate(call.numbers[0])
            case "pwrite64", File():
                found.write(call.numbers[-1], call.data)
            case "write", File():  # all of ours add to the end
                found.write(len(found.content), call.data)

    def content(self) -> dict[Path, bytes]:
        """What programs read as long as there is power."""
        return dict(_files(self._top, self.root, lambda folder: folder.names, lambda file: bytes(file.content)))

    def survives(self, place: Path, chance: Random | None) -> None:
        """Puts into a folder what is there after a power cut now."""
        place.mkdir()
        kept = _files(self._top, place, lambda folder: folder.survives(chance), lambda file: file.survives(chance))
        for path, content in kept.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _name(self, call: Call) -> None:
        folder, name = self._at(call.path.parent), call.path.name
        assert isinstance(folder, Folder)
        match call.name:
            case "mkdir":
                folder.put(name, Folder())
            case "openat" if "O_CREAT" in call.flags and name not in folder.names:
                folder.put(name, File())
            case "openat" if "O_TRUNC" in call.flags:
                file = folder.names[name]
                assert isinstance(file, File)
                file.truncate(0)
            case "rename":
                assert call.target is not None
                assert call.target.parent == call.path.parent
                folder.move(name, call.target.name)
            case "unlink" | "rmdir":
                folder.drop(name)

    def _at(self, path: Path) -> File | Folder | None:
        found: File | Folder | None = self._top
        for name in path.relative_to(self.root).parts:
            found = found.names.get(name) if isinstance(found, Folder) else None
        return found


def _files(
    folder: Folder,
    place: Path,
    names: Callable[[Folder], dict[str, File | Folder]],
    content: Callable[[File], bytes],
) -> dict[Path, bytes]:
    found: dict[Path, bytes] = {}
    for name, what in names(folder).items():
        if isinstance(what, Folder):
            found |= _files(what, place / name, names, content)
        elif not name.endswith(_SHARED):
            found[place / name] = content(what)
    return found
