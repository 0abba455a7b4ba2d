"""Doing a run again, from the beginning or from a node on: a new run, which takes what does not depend on that node."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from compound.errors.journal import RunNotEnded, TakenChanged, WouldActAgain
from compound.journal.crashed import mark_crashed
from compound.journal.going_on.acts import acted
from compound.journal.going_on.dependents import independent_of
from compound.journal.going_on.given import inputs_of
from compound.journal.going_on.past import Known, Past
from compound.journal.going_on.resuming import Consent
from compound.journal.reading.paths import covers, place_of
from compound.journal.reading.recipes import form_of, rested_on
from compound.journal.reading.runs import RunDetails, details, refuse_unknown_node
from compound.journal.reading.wiring import places
from compound.journal.writing.description import Description, describe, recipes_of
from compound.journal.writing.record import RunRecord, new_run
from compound.journal.writing.remembered import RecordedFrame
from compound.keys.node import changed
from compound.run.handle import Handle
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.graph.step import Step
    from compound.journal.journal import Journal
    from compound.run.result import Run


class Rerun:
    """A run that can be done again, on the inputs that it had; each time it is a new run, which names the old one."""

    def __init__(
        self,
        journal: Journal,
        start: str,
        pipeline: Pipeline[..., Any],
        node: str = "",
        consent: Consent | None = None,
    ) -> None:
        """The run whose id begins so, its pipeline as it is now, and the node that is computed again with all that
        depends on it, as `covers` understands it; without one, everything is.

        Nodes that write or act and would do so again have to be named in `consent.repeat`, as `covers` understands it.
        Raises RunUnknown, RunNotEnded, NodeNotInRun, TakenChanged, WouldActAgain and RunInputLost; nothing has
        been done then.
        """
        consent = consent or Consent()
        mark_crashed(journal.engine)
        found = details(journal, start)
        if found.run.status == "running":
            raise RunNotEnded(run=found.run.id)
        graph = describe(pipeline)
        self.pipeline = pipeline
        self.origin = found.run.id
        self.run_id: str | None = None
        """Id of the new run, once it began."""
        self._journal = journal
        taken = _taken(found, node, pipeline) if node else frozenset()
        changes = () if consent.changes else tuple(_changes(journal, self.origin, graph, taken))
        if changes:
            raise TakenChanged(run=self.origin, changes=changes)
        done = acted(journal, self.origin)
        repeat = {path for path in done if any(covers(name, path) for name in consent.repeat)}
        again = done - (taken - repeat)
        unasked = tuple(sorted(path for path in again - repeat if _matters(path, graph)))
        if unasked:
            raise WouldActAgain(run=self.origin, paths=unasked)
        self._past = _Excerpt(journal, self.origin, again, taken)
        self._inputs = inputs_of(self._past, pipeline)

    def run(self, **options: Any) -> Run[Any]:
        """Does it here and now, with these `RunOptions`.

        Raises ActDiffers or ActResultLost, which break it off, for a node that acted and whose result cannot be taken.
        """
        return self._execute(options, Token())

    def start(self, **options: Any) -> Handle[Any]:
        """Does it in a thread of its own; the handle raises what `run` does."""
        return Handle(partial(self._execute, options))

    def _execute(self, options: dict[str, Any], token: Token) -> Run[Any]:
        runner = self.pipeline.using(**options, memory=self)
        return runner.execute(self._inputs, token, runner.options.listener)

    def begin(self, pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...]) -> RecordedFrame:
        """As a `Memory`: a run of its own."""
        record = RunRecord(self._journal.writer, {**new_run(pipeline), "origin": self.origin})
        record.begin(pipeline, inputs)
        self.run_id = record.id
        return RecordedFrame(record, {}, self._past)


class _Excerpt(Past):
    """Of what a run had committed only the results of these paths."""

    def __init__(self, journal: Journal, run: str, repeat: Collection[str], taken: frozenset[str]) -> None:
        super().__init__(journal, run, repeat)
        self._taken = taken

    def result(self, path: str, step: Step) -> Known | None:
        return super().result(path, step) if path in self._taken else None


def _taken(found: RunDetails, node: str, pipeline: Pipeline[..., Any]) -> frozenset[str]:
    """Paths of the results that stay. Raises NodeNotInRun."""
    places = describe(pipeline).nodes
    ran = [run.path for run in found.nodes if place_of(run.path) in places]
    refuse_unknown_node(found.run.id, node, [*places, *ran])
    succeeded = {run.path for run in found.nodes if run.status == "succeeded"}
    return independent_of(node, pipeline.plan, ran) & succeeded


def _matters(path: str, graph: Description) -> bool:
    """Whether the node is still there, and it is not all the same how often it acts."""
    node = graph.nodes.get(place_of(path))
    return node is not None and not node.policy.repeat_safe


def _changes(journal: Journal, run: str, graph: Description, taken: Collection[str]) -> Iterator[str]:
    """Of the nodes whose results are taken, what is not as it was when they were computed."""
    with journal.engine.connect() as connection:
        before = rested_on(connection, run, places(form_of(connection, run)))
    known = {recipe.digest for recipe in before.values()}
    now = recipes_of(graph)
    for place in dict.fromkeys(map(place_of, sorted(taken))):
        recipe, was = now[place], before.get(place)
        digest = recipe.digest if recipe else None
        if digest != was.digest if was else digest not in known:
            parts = changed(was.parts if was else {}, recipe.parts if recipe else {})
            yield f"{place}: {', '.join(parts)}"
