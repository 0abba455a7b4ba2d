"""The launcher of a flow: where the local one hands a call to a lane, this one submits a Prefect task.

Everything here happens in the thread of the flow function; task runs only put themselves into the inbox when they end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from compound.backends.prefect.carrying import Source
from compound.backends.prefect.showing import shown_as
from compound.backends.prefect.task import Call
from compound.nodes.lane import INLINE
from compound.run.failing import decide
from compound.run.result import Failed

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture

    from compound.backends.prefect.carrying import Carrier
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.run.scheduler import Scheduler

Place = tuple["Frame", int]
"""A slot of a frame."""


class TaskLauncher:
    """The task runs of one flow run."""

    def __init__(self, scheduler: Scheduler, carrier: Carrier) -> None:
        self._scheduler = scheduler
        self._carrier = carrier
        self._under_way: set[Call] = set()
        self._due = 0
        """Calls that wait for their time."""
        self._finished: dict[Place, PrefectFuture[Any]] = {}  # of tasks that succeeded
        self._held: list[Callable[[], None]] | None = None

    def launch(self, frame: Frame, step: Step, attempt: int = 1, tried: Declaration | None = None) -> None:
        """Submits a task for the step's node, or for the fallback that is tried."""
        node = tried or step.declaration
        assert node is not None
        call = Call(frame, step, node, attempt, self._scheduler.options)
        if frame.memory is not None:
            frame.memory.calling(frame, step, node, attempt)
        frame.running += 1
        self._under_way.add(call)
        self._when_free(partial(self._submit, call))

    def again(self, frame: Frame, step: Step, attempt: int, tried: Declaration | None, after: float) -> None:
        """Submits a fallback, or another attempt of a node that writes or acts."""
        frame.running += 1

        def due() -> None:
            self.launch(frame, step, attempt, tried)
            self._scheduler.resume(frame)

        self._later(due, after)

    def ask_again(self, frame: Frame, slot: int, after: float) -> None:
        """Starts a step anew after some seconds, whose result somebody else is computing."""
        frame.running += 1

        def due() -> None:
            self._scheduler.start(frame, slot)
            self._scheduler.resume(frame)

        self._later(due, after)

    def recalled(self, frame: Frame, step: Step) -> None:
        """Shows a result that was there from before as a task run of its own, unless it is shown with others."""
        if self._held is None or step.lane != INLINE:
            self._when_free(partial(self._show, frame, step))

    def wait(self) -> bool:
        """Waits until a task run has ended, or something is due. False when there is nothing to wait for."""
        if not self._under_way and not self._due:
            return False
        arrived = self._scheduler.inbox.get()
        if isinstance(arrived, Call):
            self._take(arrived)
        elif arrived is not None:
            self._due -= 1
            arrived()
        return True

    def abandon_all(self) -> None:
        """Asks all calls to stop, as the lanes can."""
        for call in self._under_way:
            call.token.cancel()

    def offenders(self) -> tuple[str, ...]:
        """Nodes that were given up and still run: the lanes in the tasks know of them."""
        return ()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """What is launched meanwhile is submitted afterwards: Prefect takes no tasks from within a task."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
        for work in held:
            work()

    def _when_free(self, work: Callable[[], None]) -> None:
        """Does something that submits a task: at once, or when no task is under way in this thread."""
        if self._held is None:
            work()
        else:
            self._held.append(work)

    def _show(self, frame: Frame, step: Step) -> None:
        answer = self._carrier.shown(frame, step.out)
        message = "Its answer was there from before."
        self._finished[frame, step.out] = shown_as("Cached", frame.label(step), message, answer)

    def _submit(self, call: Call) -> None:
        frame, slots = call.frame, call.step.sources
        sources = [Source(frame, slot, self._finished.get((frame, slot))) for slot in slots]
        indirect = [slot for slot in slots if (frame, slot) not in self._finished]
        call.future = self._carrier.submit(call, sources, list(self._origins(frame, indirect)))
        call.future.add_done_callback(lambda future: self._scheduler.inbox.put(call))

    def _later(self, due: Callable[[], None], after: float) -> None:
        self._due += 1
        timer = threading.Timer(after, self._scheduler.inbox.put, (due,))
        timer.daemon = True
        timer.start()

    def _take(self, call: Call) -> None:
        frame, step = call.frame, call.step
        self._under_way.discard(call)
        answer = call.future.result(raise_on_failure=False)
        try:
            value = self._carrier.value(call, answer)
        except BaseException as error:  # noqa: BLE001 - a failure is a value of the run
            self._decide(call)
            self._failed(call, error)
        else:
            self._decide(call)
            self._tell_of(call, call.failed)
            self._scheduler.context.models |= call.alone.models
            self._finished[frame, step.out] = call.future
            self._scheduler.store(frame, step, value, call.seconds)
        self._scheduler.resume(frame)

    def _decide(self, call: Call) -> None:
        """What people decided in the call is a decision of the run."""
        for verdict in call.alone.verdicts:
            decide(call.frame, call.step, verdict)

    def _failed(self, call: Call, error: BaseException) -> None:
        before, last = call.failed[:-1], call.failed[-1:]
        self._tell_of(call, before)
        seconds = last[0].seconds if last else call.seconds
        attempt = call.attempt + len(before)
        self._scheduler.failing.attempt_failed(call.frame, call.step, error, seconds, attempt, call.node)

    def _tell_of(self, call: Call, attempts: list[Any]) -> None:
        """Attempts that Prefect let others follow count as those of the scheduler do."""
        frame, step = call.frame, call.step
        for number, (error, seconds) in enumerate(attempts, call.attempt):
            self._scheduler.failing.noted(frame, step, Failed(call.label, error, number), seconds)
            if frame.memory is not None:
                frame.memory.calling(frame, step, call.node, number + 1)

    def _origins(self, frame: Frame, slots: list[int]) -> Iterator[PrefectFuture[Any]]:
        """The tasks that values come from by way of steps that are no tasks, for the edges that Prefect draws."""
        seen: set[Place] = set()
        stack: list[Place] = [(frame, slot) for slot in slots]
        while stack:
            place = stack.pop()
            if place in seen:
                continue
            seen.add(place)
            if place in self._finished:
                yield self._finished[place]
            else:
                stack += _before(*place)


def _before(frame: Frame, slot: int) -> Iterator[Place]:
    """Where a value came from: the sources of its step; of an input of a body, what the body was opened on."""
    step = frame.plan.steps[slot] if slot < len(frame.plan.steps) else None
    if step is not None:
        yield from ((frame, source) for source in step.sources)
    elif frame.body is not None:
        given = [inner for inner, _ in frame.plan.inputs]
        if slot in given:
            yield frame.body.outer, frame.body.step.sources[given.index(slot)]
