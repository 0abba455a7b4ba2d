"""What may not be found after a power cut."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from compound.errors import CompoundError
from compound.journal import tables
from compound.journal.journal import Journal
from compound.journal.reading.runs import details, list_runs
from compound.store.kept import reachable


def damages(home: Path, journal: Journal) -> Iterator[str]:
    """Databases that are not whole, blobs that are not what their name says, values that lead nowhere."""
    for file in home.glob("*.db"):
        with closing(sqlite3.connect(file)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            yield f"{file.name}: {found}"
    blobs = journal.values.blobs
    try:
        for digest in blobs:
            blobs.get(digest)
        with journal.engine.connect() as connection:
            records = select(tables.values.c.record).where(tables.values.c.record.is_not(None))
            for digest in reachable(list(connection.scalars(records)), blobs):
                blobs.get(digest)
    except CompoundError as error:
        yield str(error)


def forgotten(journal: Journal, said: Mapping[str, bytes]) -> Iterator[str]:
    """Nodes that acted, or had ended, in the runs `ledger-0`, `ledger-1`… of which the journal does not know."""
    runs = [details(journal, run.id) for run in reversed(list_runs(journal, 100))]
    for name, lines in said.items():
        number = int(name.removeprefix("ledger-"))
        begun = number < len(runs)
        done = {node.path for node in runs[number].nodes if node.status == "succeeded"} if begun else set()
        intended = _intended(journal, runs[number].run.id) if begun else set()
        for kind, path in (line.split() for line in lines.decode().splitlines()):
            if kind == "finished" and path not in done:
                yield f"{name}: {path} had ended"
            if kind == "acted" and path not in intended:
                yield f"{name}: {path} acted"


def _intended(journal: Journal, run: str) -> set[str]:
    with journal.engine.connect() as connection:
        return set(connection.scalars(select(tables.intents.c.path).where(tables.intents.c.run == run)))
