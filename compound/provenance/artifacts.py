"""Files that runs wrote, known again by their bytes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from time import time

from blake3 import blake3
from sqlalchemy import select

from compound.errors.journal import RunUnknown
from compound.errors.provenance import FileUnknown, FileUntraceable
from compound.journal import tables
from compound.journal.journal import Journal
from compound.journal.opening import shown
from compound.provenance.marks import marks_in

_AT_ONCE = 500
"""Ids in one query: all databases take so many."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file as it was written."""

    path: str
    """Absolute, when it was written."""
    digest: str
    """blake3 of its bytes, in hex."""
    at: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from."""

    path: str
    digest: str
    """blake3 of its bytes, in hex."""
    runs: tuple[str, ...]
    """Ids of the runs that it tells of and that the journal has, the oldest first."""
    lost: tuple[str, ...]
    """Ids of runs that it names and that the journal does not have."""
    written: Artifact | None
    """None when no run wrote these bytes: the file has been changed since, and only its marks lead to its runs."""


def wrote(journal: Journal, runs: Collection[str], path: Path) -> None:
    """Notes that a file, which is whole on disk, tells of these runs; committed when this returns.

    Raises RunUnknown for an id that the journal does not have, FileUntraceable when the file cannot be read, and
    JournalUnwritable.
    """
    known = _known(journal, runs)
    for run in runs:
        if run not in known:
            raise RunUnknown(run=run, found=0)
    digest, at = digest_of(path), time()
    for run in dict.fromkeys(runs):
        row = {"digest": digest, "run": run, "name": str(path.absolute()), "at": at}
        journal.writer.add(tables.artifacts, row)
    journal.writer.settle()


def origin(journal: Journal, path: Path) -> Origin:
    """The runs behind a file: those that wrote these very bytes, else those that it names itself.

    Raises FileUntraceable when it cannot be read, and FileUnknown when neither leads to a run.
    """
    digest = digest_of(path)
    made = tables.artifacts.c
    asked = select(made.run, made.name, made.at).where(made.digest == digest).order_by(made.run)
    with journal.engine.connect() as connection:
        rows = connection.execute(asked).all()
    if rows:
        return Origin(str(path), digest, tuple(row.run for row in rows), (), Artifact(rows[0].name, digest, rows[0].at))
    marks = _marks(path)
    known = _known(journal, marks)
    if not known:
        raise FileUnknown(path=str(path), digest=digest, journal=shown(journal.url), marks=marks)
    lost = tuple(run for run in marks if run not in known)
    return Origin(str(path), digest, tuple(sorted(known)), lost, None)


def files_of(journal: Journal, run: str) -> tuple[Artifact, ...]:
    """The files that tell of a run, the oldest first."""
    made = tables.artifacts.c
    asked = select(made.name, made.digest, made.at).where(made.run == run).order_by(made.at, made.name)
    with journal.engine.connect() as connection:
        return tuple(Artifact(row.name, row.digest, row.at) for row in connection.execute(asked))


def digest_of(path: Path) -> str:
    """blake3, in hex, of the bytes of a file. Raises FileUntraceable."""
    try:
        if not path.is_file():
            reason = "it is no file" if path.exists() else "there is no such file"
            raise FileUntraceable(path=str(path), reason=reason)
        return blake3().update_mmap(path).hexdigest()
    except OSError as error:
        raise FileUntraceable(path=str(path), reason=error.strerror or str(error)) from error


def _marks(path: Path) -> tuple[str, ...]:
    try:
        return marks_in(path)
    except OSError as error:
        raise FileUntraceable(path=str(path), reason=error.strerror or str(error)) from error


def _known(journal: Journal, runs: Collection[str]) -> set[str]:
    asked, column = list(dict.fromkeys(runs)), tables.runs.c.id
    found: set[str] = set()
    with journal.engine.connect() as connection:
        for start in range(0, len(asked), _AT_ONCE):
            some = select(column).where(column.in_(asked[start : start + _AT_ONCE]))
            found.update(connection.scalars(some))
    return found
