"""What a run did to the world."""

from __future__ import annotations

from sqlalchemy import or_, select

from compound.journal import tables
from compound.journal.journal import Journal

_DONE_NOTHING = ("failed", "withdrawn")


def acted(journal: Journal, run: str) -> frozenset[str]:
    """Paths of the nodes that wrote or acted in a run, or may have done so."""
    intents, outcomes, rows = tables.intents, tables.outcomes, tables.node_runs.c
    open_or_done = or_(outcomes.c.status.is_(None), outcomes.c.status.not_in(_DONE_NOTHING))
    meant = (
        select(intents.c.path)
        .select_from(intents.outerjoin(outcomes, outcomes.c.intent == intents.c.id))
        .where(intents.c.run == run, open_or_done)
    )
    # A result that was taken from another run has no intent here.
    told = select(rows.path).where(rows.run == run, rows.effect.in_(tables.ACTING), rows.status == "succeeded")
    with journal.engine.connect() as connection:
        return frozenset(connection.scalars(meant)) | frozenset(connection.scalars(told))
