"""The launcher of a flow: where the local one hands a call to a lane, this one submits a Prefect task.

Everything here happens in the thread of the flow function; task runs only put themselves into the inbox when they end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from prefect.client.schemas.objects import State, StateType

from compound.backends.prefect.plan import task_steps
from compound.backends.prefect.task import Call, Held, named_task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prefect.futures import PrefectFuture

    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.run.result import Run
    from compound.run.scheduler import Scheduler


class _Reason(NamedTuple):
    """The state in which a node that did not run is shown."""

    type: StateType
    name: str
    message: str


class TaskLauncher:
    """The task runs of one flow run."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._under_way: set[Call] = set()
        self._finished: dict[int, PrefectFuture[Held]] = {}  # of tasks that succeeded, by slot

    def launch(self, frame: Frame, step: Step, attempt: int = 1, tried: Declaration | None = None) -> None:
        """Submits a task for the step's node, or for the fallback that is tried."""
        call = Call(frame, step, tried or step.declaration, self._scheduler.options)
        sources = [self._finished.get(slot) or Held(frame.values[slot]) for slot in step.sources]
        indirect = [slot for slot in step.sources if slot not in self._finished]
        frame.running += 1
        self._under_way.add(call)
        call.future = call.task().submit(*sources, wait_for=self._origins(frame.plan, indirect))
        call.future.add_done_callback(lambda future: self._scheduler.inbox.put(call))

    def again(self, frame: Frame, step: Step, attempt: int, tried: Declaration | None, after: float) -> None:
        """Submits the fallback of a node; further attempts of the same node are Prefect's."""
        self.launch(frame, step, attempt, tried)

    def wait(self) -> bool:
        """Waits until a task run has ended. False when none is under way."""
        if not self._under_way:
            return False
        call = self._scheduler.inbox.get()
        if call is not None:
            self._take(call)
        return True

    def abandon_all(self) -> None:
        """Asks all calls to stop, as the lanes can."""
        for call in self._under_way:
            call.token.cancel()

    def show_unrun(self, run: Run[Any], plan: Plan) -> None:
        """Makes task runs, ended at once, for the nodes that did not run, so that people see why they did not."""
        reasons = [(step.id, reason) for step in task_steps(plan) if (reason := _why_not(run, step.id))]
        futures = [_stand_in(name, reason) for name, reason in reasons]  # all before any is waited for
        for future in futures:
            future.wait()

    def _take(self, call: Call) -> None:
        frame, step = call.frame, call.step
        self._under_way.discard(call)
        answer = call.future.result(raise_on_failure=False)
        if isinstance(answer, Held):
            self._finished[step.slot] = call.future
            self._scheduler.store(frame, step, answer.value, call.seconds)
        else:
            self._scheduler.failing.attempt_failed(frame, step, answer, call.seconds, call.attempts, call.node)
        self._scheduler.resume(frame)

    def _origins(self, plan: Plan, slots: Iterable[int]) -> list[PrefectFuture[Held]]:
        """The tasks that values come from by way of steps that are no tasks, for the edges that Prefect draws."""
        found: dict[int, PrefectFuture[Held]] = {}
        seen = set()
        stack = list(slots)
        while stack:
            slot = stack.pop()
            step = plan.steps[slot]
            if slot in seen or step is None:
                continue
            seen.add(slot)
            if slot in self._finished:
                found[slot] = self._finished[slot]
            else:
                stack += step.sources
        return [found[slot] for slot in sorted(found)]


def _why_not(run: Run[Any], name: str) -> _Reason | None:
    if name in run.skipped:
        return _Reason(StateType.COMPLETED, "Skipped", "Its branch was not taken.")
    if name in run.blocked:
        return _Reason(StateType.CANCELLED, "Blocked", f"It needs {run.blocked[name]}, which failed.")
    return None


def _stand_in(name: str, reason: _Reason) -> PrefectFuture[Any]:
    def work() -> State[None]:
        # Made in the task: the server takes the state with the latest timestamp, which else were that of Running.
        return State(type=reason.type, name=reason.name, message=reason.message)

    return named_task(work, name, retries=0).submit()
