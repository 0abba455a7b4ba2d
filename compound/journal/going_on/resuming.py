"""Going on with a run that was broken off: what it had committed is taken, the rest is computed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from compound.errors.journal import RunChanged, RunFormMissing, RunNotResumable
from compound.errors.root import CompoundError
from compound.journal import tables
from compound.journal.crashed import as_text, mark_crashed
from compound.journal.going_on.given import inputs_of
from compound.journal.going_on.past import Past
from compound.journal.process import this_process
from compound.journal.reading.recipes import form_of, rested_on
from compound.journal.reading.runs import find_run
from compound.journal.reading.wiring import places
from compound.journal.writing.description import Description, describe, recipes_of
from compound.journal.writing.record import RunRecord
from compound.journal.writing.remembered import RecordedFrame
from compound.keys.node import changed
from compound.run.handle import Handle
from compound.run.token import Token
from compound.workflow.reading import load_workflow

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.graph.pipeline import Pipeline
    from compound.journal.journal import Journal
    from compound.run.result import Run

_RESUMABLE = ("crashed", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person says may be done."""

    changes: bool = False
    """Go on although the graph or the code is not what the run began with."""
    repeat: frozenset[str] = frozenset()
    """Paths of nodes that write or act, which may do so again."""


class Resumption:
    """A run that can go on. It keeps its id; going on can be broken off and resumed as well."""

    def __init__(
        self,
        journal: Journal,
        start: str,
        pipeline: Pipeline[..., Any],
        consent: Consent | None = None,
        cache: Cache | None = None,
    ) -> None:
        """The run whose id begins so, and the pipeline that it is of, as `pipeline_of` gives it.

        Raises RunUnknown, RunNotResumable, RunChanged, RunInputLost and ActUncertain; nothing has been done then.
        """
        consent = consent or Consent()
        mark_crashed(journal.engine)
        found = find_run(journal, start)
        if found.status not in _RESUMABLE:
            raise RunNotResumable(run=found.id, status=found.status)
        self.run_id = found.id
        self.pipeline = pipeline
        self._journal = journal
        self._cache = cache
        changes = () if consent.changes else tuple(_changes(journal, found.id, describe(pipeline)))
        if changes:
            raise RunChanged(run=found.id, changes=changes)
        self._past = Past(journal, found.id, consent.repeat)
        self._inputs = inputs_of(self._past, pipeline)

    def run(self, **options: Any) -> Run[Any]:
        """Goes on here and now, with these `RunOptions`.

        Raises RunNotResumable when another process was faster; and ActDiffers or ActResultLost, which break it off
        again.
        """
        return self._execute(options, Token())

    def start(self, **options: Any) -> Handle[Any]:
        """Goes on in a thread of its own; the handle raises what `run` does."""
        return Handle(partial(self._execute, options))

    def _execute(self, options: dict[str, Any], token: Token) -> Run[Any]:
        runner = self.pipeline.using(**options, memory=self)
        return runner.execute(self._inputs, token, runner.options.listener)

    def begin(self, pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...]) -> RecordedFrame:
        """As a `Memory`: the run is this process's own from now on."""
        runs = tables.runs
        mine = {"status": "running", "process": as_text(this_process()), "ended": None}
        free = (runs.c.id == self.run_id) & runs.c.status.in_(_RESUMABLE)
        with self._journal.engine.begin() as connection:
            if not connection.execute(update(runs).where(free).values(mine)).rowcount:
                raise RunNotResumable(run=self.run_id, status="running")
        with self._journal.engine.connect() as connection:
            row = connection.execute(select(runs).where(runs.c.id == self.run_id)).mappings().one()
        return RecordedFrame(RunRecord(self._journal.writer, dict(row), self._cache), {}, self._past)


def pipeline_of(journal: Journal, start: str, modules: Collection[str]) -> Pipeline[..., Any]:
    """The pipeline of a run, from its serialised form; names are looked up in imported modules and in these.

    Raises RunUnknown and RunFormMissing.
    """
    run = find_run(journal, start)
    forms = tables.forms.c
    asked = select(forms.data).join(tables.runs, tables.runs.c.form == forms.digest)
    with journal.engine.connect() as connection:
        form = connection.scalar(asked.where(tables.runs.c.id == run.id))
    if form is None:
        raise RunFormMissing(run=run.id, ref=run.ref, reason="it has no serialised form")
    try:
        return load_workflow(form, modules)
    except CompoundError as error:
        raise RunFormMissing(run=run.id, ref=run.ref, reason=str(error)) from error


def _changes(journal: Journal, run: str, graph: Description) -> Iterator[str]:
    """What is not as it was when the run began."""
    with journal.engine.connect() as connection:
        form = connection.scalar(select(tables.runs.c.form).where(tables.runs.c.id == run))
        recorded = rested_on(connection, run, places(form_of(connection, run)))
    if form != graph.digest or not recorded.keys() <= graph.nodes.keys():
        yield "the graph"
    now = recipes_of(graph)
    for path, before in recorded.items():
        recipe = now.get(path)
        if path in now and (recipe and recipe.digest) != before.digest:
            yield f"{path}: {', '.join(changed(before.parts, recipe.parts if recipe else {}))}"
