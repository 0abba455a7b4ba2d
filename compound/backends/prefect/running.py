"""One run of a pipeline in the flow run that is under way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from prefect.context import FlowRunContext
from prefect.task_runners import ThreadPoolTaskRunner

from compound.backends.prefect.approval import PausedFlow, runner_for_people
from compound.backends.prefect.artifacts import publish
from compound.backends.prefect.bursts import BurstScheduler
from compound.backends.prefect.carrying import Carrier, Live
from compound.backends.prefect.costs import worth_a_task
from compound.backends.prefect.launcher import TaskLauncher
from compound.backends.prefect.plan import always, with_tasks
from compound.backends.prefect.remembering import FlowRecording
from compound.backends.prefect.showing import show_unrun
from compound.forecasting.timings import remember
from compound.run.frame import Frame, Tally
from compound.run.leasing import leased
from compound.run.memory import tell_end
from compound.run.options import RunOptions
from compound.run.result import Run
from compound.run.runner import drive
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.graph.plan import Plan
    from compound.run.memory import Memory

Granularity = Literal["node", "auto"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a pipeline becomes a flow."""

    granularity: Granularity = "node"
    """`node` is a task for each node; `auto` runs nodes that are known to be cheap together, in one task."""
    memory: Memory | None = None
    """What remembers its runs."""

    def plan_of(self, pipeline: Pipeline[Any, Any]) -> Plan:
        """The pipeline's plan, with the steps marked that are tasks. Raises a BuildError when the graph is wrong."""
        return with_tasks(pipeline.plan, worth_a_task if self.granularity == "auto" else always)


def run_in_flow(pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...], manner: Manner) -> Run[Any]:
    """Runs on bound inputs, its nodes as tasks of the flow run that this thread is in."""
    began = perf_counter()
    turn = manner.memory.turn() if isinstance(manner.memory, FlowRecording) else nullcontext()
    with turn, _carried(pipeline, manner) as (carrier, plan):
        scheduler = BurstScheduler(RunOptions(memory=manner.memory, approver=PausedFlow()), Token())
        scheduler.launcher = TaskLauncher(scheduler, carrier)
        frame = Frame(plan, inputs, _FlowRun(), Tally(len(plan.steps)))
        if manner.memory is not None:
            frame.memory = manner.memory.begin(pipeline, inputs)
        try:
            with leased(inputs):
                drive(scheduler, frame)
        finally:
            tell_end(frame, perf_counter() - began, scheduler.context.models)
        run: Run[Any] = Run(frame, perf_counter() - began)
        run.models = frozenset(scheduler.context.models)
        show_unrun(run, plan)
    remember(pipeline.plan, run)
    publish(run, pipeline)
    return run


@contextmanager
def _carried(pipeline: Pipeline[Any, Any], manner: Manner) -> Iterator[tuple[Carrier, Plan]]:
    """How values travel in the flow run that is under way, and the plan for that."""
    context = FlowRunContext.get()
    assert context is not None
    if isinstance(context.task_runner, ThreadPoolTaskRunner):
        with runner_for_people() as people:
            yield Live(people), manner.plan_of(pipeline)
        return
    from compound.backends.prefect.remote.setting_out import set_out

    with set_out(pipeline, manner.plan_of, context) as (carrier, plan):
        yield carrier, plan


class _FlowRun:
    def ended(self, frame: Frame) -> None:
        """The frame says so itself."""
