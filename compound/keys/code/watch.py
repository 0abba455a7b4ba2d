"""What a survey looked at, to see later whether it would find the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import CellType
from typing import Any

from compound.keys.code.sources import Stamp, stamp

_NOTHING = object()


@dataclass(slots=True)
class _Globals:
    """Names of one module."""

    names: Mapping[str, Any]
    found: dict[str, Any] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    def still_true(self) -> bool:
        get = self.names.get
        for name, value in self.found.items():
            if get(name, _NOTHING) is not value:
                return False
        return self.names.keys().isdisjoint(self.absent)


@dataclass(slots=True)
class Watch:
    """Globals, cells and files as they were. What is changed in place, as a list that is appended to, is not seen."""

    _globals: dict[int, _Globals] = field(default_factory=dict)
    _cells: list[tuple[CellType, Any]] = field(default_factory=list)
    _files: dict[str, Stamp] = field(default_factory=dict)

    def names(self, names: Mapping[str, Any], wanted: set[str]) -> Mapping[str, Any]:
        """Those of the wanted globals that there are, by name in alphabetical order."""
        found = {name: names[name] for name in sorted(wanted & names.keys())}
        known = self._globals.setdefault(id(names), _Globals(names))
        known.found.update(found)
        known.absent.update(wanted - found.keys())
        return found

    def cell(self, cell: CellType) -> Any:
        """What the cell of a closure holds. Raises ValueError for an empty one."""
        self._cells.append((cell, cell.cell_contents))
        return cell.cell_contents

    def file(self, file: str) -> bool:
        """Whether the file was not looked at before."""
        fresh = file not in self._files
        if fresh:
            self._files[file] = stamp(file)
        return fresh

    def still_true(self) -> bool:
        """Whether every name and cell leads to the same object, no name has come up, and every file is unchanged."""
        return (
            all(names.still_true() for names in self._globals.values())
            and all(_content(cell) is value for cell, value in self._cells)
            and all(stamp(file) == known for file, known in self._files.items())
        )


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return _NOTHING
