"""What a run had committed before it was broken off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from compound.errors.journal import ActDiffers, ActResultLost, ActUncertain
from compound.errors.ports import Mismatch
from compound.errors.root import CompoundError
from compound.graph.step import MISSING
from compound.journal import tables

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.journal.journal import Journal

_ROW = select(tables.values.c.inline, tables.values.c.record).where(tables.values.c.digest == bindparam("digest"))


class Past:
    """The committed results of a run, each read when its turn comes. Used by one thread at a time."""

    def __init__(self, journal: Journal, run: str, repeat: Collection[str]) -> None:
        """`repeat` are paths of nodes that act which may act again. Raises ActUncertain."""
        self.run = run
        self.journal = journal
        self._repeat = frozenset(repeat)
        self._connection: Connection | None = None
        with journal.engine.connect() as connection:
            self._done = _succeeded(connection, run)
            uncertain = _open(connection, run) - self._done.keys() - self._repeat
        if uncertain:
            raise ActUncertain(run=run, paths=tuple(sorted(uncertain)))

    def result(self, path: str, step: Step) -> Known | None:
        """What the step at this path gave before, if it is committed."""
        done = self._done.get(path)
        return None if done is None or path in self._repeat else Known(self, path, step, *done)

    def row(self, digest: str) -> tuple[bytes | None, str | None] | None:
        """Where the value of this key is kept."""
        found = self._connected().execute(_ROW, {"digest": digest}).first()
        return None if found is None else (found.inline, found.record)

    def close(self) -> None:
        """Nothing is read for a while."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection:
        """Kept, since opening one takes far longer than reading a row; no transaction stays open on it."""
        if self._connection is None:
            self._connection = self.journal.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection


@dataclass(frozen=True, slots=True)
class Known:
    """The committed result of one node."""

    past: Past
    path: str
    step: Step
    inputs: str
    digest: str | None
    acted: bool

    def fits(self, inputs: str) -> bool:
        """Whether it was computed from the same inputs. Raises ActDiffers for a node that acted on others."""
        if inputs != self.inputs and self.acted:
            raise ActDiffers(run=self.past.run, path=self.path)
        return inputs == self.inputs

    def value(self) -> Any:
        """The result, checked; MISSING where it was not kept or is not sound any more.

        Raises ActResultLost for a node that acted.
        """
        try:
            return self._read()
        except (CompoundError, Mismatch) as error:
            if self.acted:
                raise ActResultLost(run=self.past.run, path=self.path, reason=str(error)) from error
            return MISSING

    def _read(self) -> Any:
        row = None if self.digest is None else self.past.row(self.digest)
        if row is None or self.digest is None:
            raise ActResultLost(run=self.past.run, path=self.path, reason="it was not kept")
        value = self.past.journal.values.read(self.digest, row, self.step.port.hint)
        self.step.check(value)
        return value


def _succeeded(connection: Connection, run: str) -> dict[str, tuple[str, str | None, bool]]:
    """Inputs, key of the output, and whether it acted, by path; of several the last."""
    rows = tables.node_runs.c
    asked = (
        select(rows.path, rows.inputs, rows.output, rows.effect)
        .where(rows.run == run, rows.status == "succeeded")
        .order_by(rows.id)
    )
    return {row.path: (row.inputs, row.output, row.effect in tables.ACTING) for row in connection.execute(asked)}


def _open(connection: Connection, run: str) -> set[str]:
    """Paths of the nodes that were about to act, without an outcome."""
    intents, outcomes = tables.intents, tables.outcomes
    joined = intents.outerjoin(outcomes, outcomes.c.intent == intents.c.id)
    asked = select(intents.c.path).select_from(joined).where(intents.c.run == run, outcomes.c.intent.is_(None))
    return set(connection.scalars(asked))
