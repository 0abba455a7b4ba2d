"""What a run was given, and whether files that its inputs name are still what they were then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select

from compound.errors.root import CompoundError
from compound.journal import tables
from compound.journal.journal import Journal
from compound.keys.files import key_of_files
from compound.provenance.ancestry import Lineage
from compound.provenance.data import data_of
from compound.values.codec import from_json

State = Literal["unchanged", "changed", "uncertain", "gone"]


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that an input names."""

    path: str
    """As it was given; a relative one is looked for from here."""
    state: State
    """`unchanged` when its bytes are those that the run was given. `uncertain` for one of several of which some
    changed, but which by its time of change may not be one of them."""


@dataclass(frozen=True, slots=True)
class Given:
    """One input of a run."""

    name: str
    key: str | None
    data: Any
    """The value in the codec's form; MISSING where it is not kept."""
    files: tuple[InputFile, ...]


def given(journal: Journal, found: Lineage) -> tuple[Given, ...]:
    """The inputs behind a value. Files that they name are read, to tell whether they changed."""
    column = tables.run_inputs.c
    asked = select(column.port, column.content).where(column.run == found.run.id)
    with journal.engine.connect() as connection:
        contents = {row.port: row.content for row in connection.execute(asked)}
    values = ((name, key, data_of(journal, key)) for name, key in found.inputs.items())
    return tuple(
        Given(name, key, data, tuple(_files(journal, found, data, contents[name]))) for name, key, data in values
    )


def _files(journal: Journal, found: Lineage, data: Any, content: str | None) -> Iterator[InputFile]:
    if content is None:
        return
    try:
        value = from_json(data, Any, journal.values.blobs)
    except CompoundError:
        return
    paths = [*_paths(value)]
    same = key_of_files(value) == content
    for path in paths:
        yield InputFile(path, _state(Path(path), same, len(paths) == 1, found.run.started))


def _paths(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for part in value:
            yield from _paths(part)
    elif isinstance(value, Path | str):
        yield str(value)


def _state(path: Path, same: bool, alone: bool, since: float) -> State:
    if same:
        return "unchanged"
    try:
        changed = path.stat().st_mtime > since
    except (OSError, ValueError):
        return "gone"
    return "changed" if alone or changed else "uncertain"
