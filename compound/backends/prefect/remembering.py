"""Flow runs in the journal: linked both ways, and one that is started again goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prefect.runtime import flow_run
from sqlalchemy import select

from compound.backends.prefect.leases import lease
from compound.journal import tables
from compound.journal.going_on.past import Past
from compound.journal.going_on.resuming import Resumption
from compound.journal.writing.record import RunRecord
from compound.journal.writing.recording import Recording
from compound.journal.writing.remembered import RecordedFrame

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.graph.pipeline import Pipeline
    from compound.journal.journal import Journal


@dataclass(frozen=True, slots=True)
class FlowRecording:
    """A `Memory` for flows: each flow run is one run of the journal, however often it is started.

    A flow run that was killed, and is scheduled again by a person or an automation, goes on: what was finished is not
    repeated. While one process is at it no other may be.
    """

    journal: Journal
    cache: Cache | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """While it lasts no other process works on the flow run that is under way. Raises FlowRunHeld."""
        with lease(str(flow_run.id), self.journal.engine):
            yield

    def begin(self, pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...]) -> RecordedFrame:
        """Raises ActUncertain, RunChanged, RunNotResumable, and what the journal raises."""
        row = self._row_of(flow_run.id)
        if row is None:
            return Recording(self.journal, self.cache, flow_run.id).begin(pipeline, inputs)
        if row["status"] == "succeeded":  # and Prefect was not told any more
            past = Past(self.journal, row["id"], ())
            return RecordedFrame(RunRecord(self.journal.writer, row, self.cache), {}, past)
        return Resumption(self.journal, row["id"], pipeline, cache=self.cache).begin(pipeline, inputs)

    def _row_of(self, flow_run_id: str | None) -> dict[str, Any] | None:
        """The last run of the journal under this id."""
        if flow_run_id is None:
            return None
        asked = select(tables.runs).where(tables.runs.c.flow_run == flow_run_id).order_by(tables.runs.c.id.desc())
        with self.journal.engine.connect() as connection:
            found = connection.execute(asked.limit(1)).mappings().first()
        return None if found is None else dict(found)
