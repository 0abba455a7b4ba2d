"""How `compound run` remembers: each run in the journal, answers in the cache, and what was broken off goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compound.errors.journal import JournalNewer, JournalUnreachable, RunChanged, RunInputLost, RunNotResumable
from compound.errors.root import CompoundError
from compound_pipelines.cli.used import only_reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from compound import Pipeline
    from compound.cache.cache import Cache
    from compound.journal.going_on.resuming import Resumption
    from compound.journal.journal import Journal
    from compound.run.handle import Handle


@dataclass(frozen=True, slots=True)
class Remembering:
    """The journal that runs are written into, and the cache that answers are taken from."""

    journal: Journal
    cache: Cache | None
    anew: bool = False
    """Whether also what was broken off begins anew."""

    _resumed: set[str] = field(default_factory=set)

    def start(self, pipeline: Pipeline[..., Any], call: dict[str, Any], **options: Any) -> Handle[Any]:
        """Starts a run, or goes on with one of the same graph on the same inputs that was broken off.

        Raises what is wrong with the inputs; ActUncertain and RunChanged where a person has to say how to go on.
        """
        from compound.journal.writing.recording import Recording

        going_on = None if self.anew else self._resumption(pipeline, call)
        if going_on is not None:
            return going_on.start(**options)
        return pipeline.using(memory=Recording(self.journal, self.cache), **options).start(**call)

    def wrote(self, runs: Sequence[str], file: Path) -> None:
        """Notes that these runs led to a file, so that `compound trace` finds them."""
        from compound.provenance.artifacts import wrote

        wrote(self.journal, runs, file)

    def _resumption(self, pipeline: Pipeline[..., Any], call: dict[str, Any]) -> Resumption | None:
        from compound.journal.going_on.broken_off import broken_off
        from compound.journal.going_on.resuming import Resumption
        from compound.run.inputs import bind_inputs

        run = broken_off(self.journal, pipeline, bind_inputs(pipeline, (), call))
        if run is None or run in self._resumed:
            return None
        self._resumed.add(run)
        try:
            return Resumption(self.journal, run, pipeline, cache=self.cache)
        except (RunChanged, RunInputLost, RunNotResumable):
            # What only reads may as well begin anew; what acts must not act twice.
            if only_reads(pipeline.plan):
                return None
            raise


def remembering(pipeline: Pipeline[..., Any], *, cached: bool, anew: bool) -> Remembering | CompoundError:
    """The journal and the cache of this machine; or why a pipeline that only reads has to do without.

    Raises JournalUnreachable and JournalNewer for one that writes or acts, which must not be done twice.
    """
    from compound.cache.cache import Cache
    from compound.journal.journal import Journal

    journal = Journal()
    try:
        _ = journal.engine
    except (JournalUnreachable, JournalNewer) as error:
        if not only_reads(pipeline.plan):
            raise
        return error
    return Remembering(journal, Cache() if cached else None, anew)
