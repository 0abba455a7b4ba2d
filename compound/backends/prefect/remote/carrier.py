"""Calls on their way to workers and back: an errand goes, and a reference comes."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from prefect.client.schemas.objects import TaskRunResult

from compound.backends.prefect.remote.awaiting import Awaited, Refused
from compound.backends.prefect.remote.errand import Done, Errand, Form, Tried, Undone
from compound.backends.prefect.remote.performing import perform
from compound.backends.prefect.task import Attempt, Held
from compound.errors.remote import NoWorkerFits, StaysHere
from compound.errors.values import NotEncodable
from compound.graph.approval import approve
from compound.graph.step import MISSING
from compound.nodes.stand_in import declaration_of, stand_in
from compound.run.intruding import port_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from prefect import Task
    from prefect.client.schemas.objects import RunInput, State, TaskRun
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

    from compound.backends.prefect.carrying import Source
    from compound.backends.prefect.remote.clusters import Cluster
    from compound.backends.prefect.task import Call
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.store.reference import Reference

_ASKING = declaration_of(approve).ref


class Remote:
    """A `Carrier` to the workers of a task runner; the frames of its flow hold a `Table`.

    A node that asks a person runs in the flow's own process: only there can the flow be paused.
    """

    def __init__(self, form: Form, runner: TaskRunner[Any], cluster: Cluster, here: TaskRunner[Any]) -> None:
        """`here` runs tasks in this process."""
        self._form = form
        self._runner = runner
        self._cluster = cluster
        self._here = here

    def submit(self, call: Call, sources: Sequence[Source], after: Sequence[PrefectFuture[Any]]) -> Any:
        edges = _edges([*(source.future for source in sources), *after])
        try:
            send = self._keep if call.node.ref == _ASKING else self._send
            future = send(call, edges)
        except (StaysHere, NoWorkerFits) as error:
            return Refused(error)
        return Awaited(future, call.label, self._cluster.lost)

    def value(self, call: Call, answer: Any) -> Any:
        """A reference to the result, or the result itself of a node that ran here. Raises what the node failed with."""
        if isinstance(answer, Held) and not isinstance(answer.value, Done):
            return answer.value
        if isinstance(answer, Held):
            done: Done = answer.value
            call.seconds, call.failed = done.seconds, _attempts(done.failed)
            call.alone.models.update(done.models)
            return done.value
        if isinstance(answer, Undone):
            call.failed = _attempts(answer.failed)
            raise call.failed[-1].error
        raise answer

    def shown(self, frame: Frame, slot: int) -> Held:
        """Nothing: who needs a value of the frame is sent its reference."""
        return Held(None)

    def _send(self, call: Call, edges: set[RunInput]) -> Any:
        errand = Held(errand_of(call, self._form))
        task = call.task(on_worker).with_options(retry_condition_fn=wants_another)
        with self._cluster.asking(call):
            return self._runner.submit(task, {"errand": errand}, dependencies={"errand": edges})

    def _keep(self, call: Call, edges: set[RunInput]) -> Any:
        sources = tuple(map(Held, call.step.arguments(call.frame.values)))
        return self._here.submit(call.task(call.attempt_on), {"sources": sources}, dependencies={"sources": edges})


def on_worker(errand: Held) -> Held:
    """The work of a task on a worker; Prefect looks into neither what goes in nor what comes out."""
    return Held(perform(errand.value))


def wants_another(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether a failed attempt is followed by another one; the worker knows the node's policy."""
    return isinstance(state.data, Undone) and state.data.again


def errand_of(call: Call, form: Form) -> Errand:
    """The errand for a call. Raises StaysHere for a value that cannot be sent."""
    frame, step = call.frame, call.step
    references = []
    for port, slot in zip(port_names(step), step.sources, strict=True):
        try:
            references.append(_reference(frame, slot))
        except NotEncodable as error:
            raise StaysHere(node=call.label, port=port, reason=str(error)) from error
    assert step.declaration is not None
    further = _stand_ins(step.declaration, call.node)
    return Errand(uuid4().hex, form, (*_around(frame), step.id), call.label, further, tuple(references))


def _reference(frame: Frame, slot: int) -> Reference | None:
    """Of what a body takes from the graph around it, that graph has the reference."""
    plan = frame.plan
    if plan.template[slot] is not MISSING:
        return None
    hidden = [inner for inner, _ in plan.inputs[1:]] if frame.body is not None else []
    if frame.body is not None and slot in hidden:
        return _reference(frame.body.outer, frame.body.step.sources[1 + hidden.index(slot)]) or _kept(frame, slot)
    return _kept(frame, slot)


def _kept(frame: Frame, slot: int) -> Reference:
    return frame.values.reference(slot)  # type: ignore[attr-defined, no-any-return]  # it is a Table


def _around(frame: Frame) -> tuple[str, ...]:
    return () if frame.body is None else (*_around(frame.body.outer), frame.body.step.id)


def _stand_ins(own: Declaration, node: Declaration) -> int:
    """How many fallbacks after its own the node is that is tried."""
    count, found = 0, own
    while found is not node and not (found.ref == node.ref and found.settings == node.settings):
        following = stand_in(found)
        assert following is not None, f"{node.name} is no fallback of {own.name}"
        count, found = count + 1, following
    return count


def _edges(futures: Iterable[Any]) -> set[RunInput]:
    """The tasks that a task rests on, by their ids: nobody holds a future of what has ended."""
    return {TaskRunResult(id=future.task_run_id) for future in futures if future is not None}


def _attempts(tried: Iterable[Tried]) -> list[Attempt]:
    return [Attempt(pickle.loads(attempt.error), attempt.seconds) for attempt in tried]
