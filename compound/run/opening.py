"""Steps with a body: a frame for every item of an `each`, and one after the other for the turns of a `loop`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from compound.errors.run import ItemsFailed, LoopLimit, TurnFailed
from compound.graph.shapes import Each, Loop
from compound.graph.step import MISSING
from compound.run.events import Event, NodeProgress, NodeStarted
from compound.run.frame import Frame
from compound.run.result import Failed

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.run.scheduler import Scheduler


def open_body(scheduler: Scheduler, frame: Frame, step: Step) -> None:
    """Starts the body of an `each` or a `loop`."""
    frame.running += 1
    if scheduler.emit is not None:
        scheduler.emit(NodeStarted(frame.label(step)))
    if isinstance(step.shape, Each):
        Items(scheduler, frame, step, step.shape).fill()
    elif isinstance(step.shape, Loop):
        Turns(scheduler, frame, step, step.shape).turn(frame.values[step.sources[0]])


class Body(ABC):
    """What an `each` and a `loop` have in common: the outer frame that waits, and how it goes on."""

    def __init__(self, scheduler: Scheduler, frame: Frame, step: Step, shape: Each | Loop) -> None:
        self.scheduler = scheduler
        self.outer = frame
        self.step = step
        self.plan = shape.body
        self.tally = frame.tally.of_body(step.slot, shape.body)
        self.captured = tuple(frame.values[slot] for slot in step.sources[1:])
        self.began = perf_counter()

    def open(self, index: int, value: Any) -> None:
        """Starts a frame of the body."""
        inner = Frame(self.plan, (value, *self.captured), self, self.tally)
        inner.index, inner.body = index, self
        if self.outer.memory is not None:
            inner.memory = self.outer.memory.inside(self.outer, self.step)
        self.scheduler.bodies += 1
        self.scheduler.add(inner)

    def ended(self, inner: Frame) -> None:
        """A frame of the body has ended."""
        self.scheduler.bodies -= 1
        self.take(inner)

    def tell(self, emit: Callable[[Event], None], done: int, total: int | None) -> None:
        """Tells listeners how far the step is."""
        emit(NodeProgress(self.outer.label(self.step), done, total, ""))

    def failure(self, inner: Frame) -> Failed:
        """Why a frame has no result."""
        failed = inner.first_failure()
        assert failed is not None, f"{self.plan.name} ended without a result and without a failure"
        return failed

    def succeed(self, value: Any) -> None:
        self.scheduler.store(self.outer, self.step, value, perf_counter() - self.began)
        self.scheduler.resume(self.outer)

    def fail(self, error: Exception) -> None:
        failed = Failed(self.outer.label(self.step), error)
        seconds = perf_counter() - self.began
        self.outer.tally.calls[self.step.slot] += 1
        self.outer.tally.seconds[self.step.slot] += seconds
        self.scheduler.failing.fail(self.outer, self.step, failed, seconds)
        self.scheduler.resume(self.outer)

    @abstractmethod
    def take(self, inner: Frame) -> None:
        """Goes on with what a frame of the body gave."""


class Items(Body):
    """The items of an `each`: a bounded number in flight, results in the order of the items.

    The bound holds for all bodies of a run together, so that nested ones do not multiply it; one item of each is
    always in flight, so that none waits for another.
    """

    def __init__(self, scheduler: Scheduler, frame: Frame, step: Step, shape: Each) -> None:
        super().__init__(scheduler, frame, step, shape)
        self.items = frame.values[step.sources[0]]
        self.results: list[Any] = [MISSING] * len(self.items)
        self.failures: dict[int, Failed] = {}
        self.opened = 0
        self.done = 0
        self.window = scheduler.options.window

    def fill(self) -> None:
        """Opens frames up to the window."""
        total = len(self.items)
        if self.done == total:
            self._finish()
        while self.opened < total and (self.opened == self.done or self.scheduler.bodies < self.window):
            index, self.opened = self.opened, self.opened + 1
            self.open(index, self.items[index])

    def take(self, inner: Frame) -> None:
        if inner.whole:
            self.results[inner.index] = inner.output
        else:
            self.failures[inner.index] = self.failure(inner)
        self.done += 1
        if self.scheduler.emit is not None:
            self.tell(self.scheduler.emit, self.done, len(self.items))
        self.fill()

    def _finish(self) -> None:
        if self.failures:
            failures = dict(sorted(self.failures.items()))
            self.fail(ItemsFailed(step=self.outer.label(self.step), failures=failures, total=len(self.items)))
        else:
            self.succeed(self.results)


class Turns(Body):
    """The turns of a `loop`: the state goes round until the body says stop, at most `limit` times."""

    def __init__(self, scheduler: Scheduler, frame: Frame, step: Step, shape: Loop) -> None:
        super().__init__(scheduler, frame, step, shape)
        self.limit = shape.limit
        self.turns = 0

    def turn(self, state: Any) -> None:
        """Opens the next frame on this state."""
        self.turns += 1
        self.open(self.turns - 1, state)

    def take(self, inner: Frame) -> None:
        if self.scheduler.emit is not None:
            self.tell(self.scheduler.emit, self.turns, None)
        state, stop = (inner.values[slot] for slot in self.plan.outputs)
        if stop is MISSING or not inner.whole:
            self.fail(TurnFailed(step=self.outer.label(self.step), turn=self.turns, failure=self.failure(inner)))
        elif stop:
            self.succeed(state)
        elif self.turns == self.limit:
            self.fail(LoopLimit(step=self.outer.label(self.step), limit=self.limit, state=state))
        else:
            self.turn(state)
