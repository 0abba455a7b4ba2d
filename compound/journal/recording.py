"""Runs written into a journal as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.journal.record import RunRecord, new_run
from compound.journal.remembered import RecordedFrame

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.journal.journal import Journal


class Recording:
    """A `Memory` that writes every run into a journal, and knows nothing from before.

    `pipeline.using(memory=Recording(Journal()))`. A run is committed when it returns. Calls of `write` and `act` nodes
    wait until what they are about to do is on disk, and what follows them until it is on disk that they did it.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def begin(self, pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...]) -> RecordedFrame:
        """Raises JournalUnreachable, JournalNewer, JournalUnwritable."""
        record = RunRecord(self._journal.writer, new_run(pipeline))
        record.begin(pipeline, inputs)
        return RecordedFrame(record, {})
