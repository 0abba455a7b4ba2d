"""Runs written into a journal as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.journal.writing.record import RunRecord, new_run
from compound.journal.writing.remembered import RecordedFrame

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.graph.pipeline import Pipeline
    from compound.journal.journal import Journal


class Recording:
    """A `Memory` that writes every run into a journal, and takes answers from a cache if it is given one.

    `pipeline.using(memory=Recording(Journal(), Cache()))`. A run is committed when it returns. Calls of `write` and
    `act` nodes wait until what they are about to do is on disk, and what follows them until it is on disk that they
    did it. The answers of nodes that are worth it (`cache` of their policy) are kept in the cache, and computed once
    however many threads and processes ask for them.
    """

    def __init__(self, journal: Journal, cache: Cache | None = None, flow_run: str | None = None) -> None:
        """`flow_run` is the id of the flow run of Prefect that the runs belong to."""
        self._journal = journal
        self._cache = cache
        self._linked = {"flow_run": flow_run}

    def begin(self, pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...]) -> RecordedFrame:
        """Raises JournalUnreachable, JournalNewer, JournalUnwritable."""
        record = RunRecord(self._journal.writer, new_run(pipeline) | self._linked, self._cache)
        record.begin(pipeline, inputs)
        return RecordedFrame(record, {})
