"""Runs that were broken off, found again by what they were about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, select

from compound.journal import tables
from compound.journal.writing.description import describe
from compound.journal.writing.record import content_of, key_or_none

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.journal.journal import Journal

_BROKEN_OFF = ("crashed", "cancelled")


def broken_off(journal: Journal, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...]) -> str | None:
    """The id of the last run of this very graph on these very inputs, if it was broken off; None otherwise.

    What broke off was noticed when the journal was opened. Files that inputs name must hold what they held. Runs of
    graphs without a serialised form are not found. Raises JournalUnreachable and JournalNewer.
    """
    form = describe(pipeline).digest
    if form is None:
        return None
    runs = tables.runs.c
    same = [_took(port.name, value) for port, value in zip(pipeline.signature.inputs, inputs, strict=True)]
    mine = (runs.form == form, runs.ref == pipeline.ref, runs.origin.is_(None))
    last = select(runs.id, runs.status).where(*mine, *same).order_by(runs.id.desc()).limit(1)
    with journal.engine.connect() as connection:
        run = connection.execute(last).first()
    return None if run is None or run.status not in _BROKEN_OFF else str(run.id)


def _took(port: str, value: Any) -> ColumnElement[bool]:
    """Whether a run took this value at this port."""
    given = tables.run_inputs.c
    what = (given.digest == key_or_none(value), given.content.is_not_distinct_from(content_of(value)))
    return exists().where(given.run == tables.runs.c.id, given.port == port, *what)
