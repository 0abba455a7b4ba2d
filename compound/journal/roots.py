"""What garbage collection must leave: blobs that runs still need which can go on."""

from __future__ import annotations

from sqlalchemy import select, union

from compound.journal.journal import Journal
from compound.journal.tables import node_runs, run_inputs, runs, values
from compound.store.kept import reachable


def roots(journal: Journal) -> set[str]:
    """Digests of all blobs that inputs and results of runs lead to which have not succeeded.

    Of those that succeeded the journal keeps keys for good, and values for as long as the store does. Raises
    JournalUnreachable, and BlobCorrupt or NotDecodable for a record that may lead to anything.
    """
    taken = select(run_inputs.c.digest).join(runs, runs.c.id == run_inputs.c.run).where(runs.c.status != "succeeded")
    given = select(node_runs.c.output).join(runs, runs.c.id == node_runs.c.run).where(runs.c.status != "succeeded")
    records = select(values.c.record).where(values.c.record.is_not(None), values.c.digest.in_(union(taken, given)))
    with journal.engine.connect() as connection:
        found = list(connection.scalars(records))
    return reachable(found, journal.values.blobs)
