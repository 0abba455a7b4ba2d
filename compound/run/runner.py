"""A pipeline with options, ready to run in the four ways there are: now, in the background, as a stream, over many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from compound.ports.seal import may_hold_arrays
from compound.run.context import enter, leave
from compound.run.events import Event, RunFinished, RunStarted, both
from compound.run.frame import Frame, Tally
from compound.run.inputs import bind_inputs
from compound.run.lanes.threads import THREADS, thread_pool
from compound.run.leasing import leased
from compound.run.memory import tell_end
from compound.run.options import RunOptions
from compound.run.result import Run
from compound.run.scheduler import Scheduler
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.graph.plan import Plan
    from compound.ports.signature import Port
    from compound.run.handle import EventStream, Handle
    from compound.run.mapping import Mapped

P = ParamSpec("P")
R = TypeVar("R")


class Runner(Generic[P, R]):
    """What `pipeline.using(…)` gives; the methods are those of the pipeline."""

    def __init__(self, pipeline: Pipeline[P, R], options: RunOptions) -> None:
        self.pipeline = pipeline
        self.options = options

    @property
    def plan(self) -> Plan:
        """The plan that is run: under `check="full"` every step is watched."""
        if self.options.check == "full":
            from compound.run.watching import watched

            return watched(self.pipeline.plan)
        return self.pipeline.plan

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.run(*args, **kwargs).output

    def run(self, *args: P.args, **kwargs: P.kwargs) -> Run[R]:
        """Runs here and now. Raises what is wrong with the inputs or the graph; failures of nodes are in the result."""
        return self.execute(bind_inputs(self.pipeline, args, kwargs), Token(), self.options.listener)

    def start(self, *args: P.args, **kwargs: P.kwargs) -> Handle[R]:
        """Starts a run in a thread of its own."""
        from compound.run.handle import Handle

        inputs = bind_inputs(self.pipeline, args, kwargs)
        return Handle(lambda token: self.execute(inputs, token, self.options.listener))

    def stream(self, *args: P.args, **kwargs: P.kwargs) -> EventStream[R]:
        """Starts a run in a thread of its own and yields its events."""
        from compound.run.handle import EventStream

        inputs = bind_inputs(self.pipeline, args, kwargs)
        return EventStream(lambda token, emit: self.execute(inputs, token, both(emit, self.options.listener)))

    def map(self, items: Iterable[Any]) -> Mapped[R]:
        """Runs for every item, in order, a bounded number in flight."""
        from compound.run.mapping import Mapped

        return Mapped(self, items)

    def arrays(self, inputs: tuple[Any, ...]) -> list[Any]:
        """Those of the bound inputs that may hold arrays."""
        ports = self.pipeline.signature.inputs
        return [value for port, value in zip(ports, inputs, strict=True) if _may_hold_arrays(port)]

    def execute(self, inputs: tuple[Any, ...], token: Token, emit: Callable[[Event], None] | None) -> Run[R]:
        """One run on bound inputs, driven by this thread."""
        plan = self.plan
        began = perf_counter()
        scheduler = Scheduler(self.options, token, emit)
        frame = Frame(plan, inputs, NOBODY, Tally(len(plan.steps)))
        if self.options.memory is not None:
            frame.memory = self.options.memory.begin(self.pipeline, inputs)
        if emit is not None:
            emit(RunStarted(plan.name, plan.nodes))
        try:
            with leased(self.arrays(inputs)):
                drive(scheduler, frame)
        finally:
            if frame.memory is not None:
                tell_end(frame, perf_counter() - began, scheduler.context.models)
        run: Run[R] = Run(frame, perf_counter() - began, cancelled=token.cancelled and not frame.done)
        run.offenders, run.models = scheduler.launcher.offenders(), frozenset(scheduler.context.models)
        if emit is not None:
            emit(RunFinished(plan.name, run))
        return run


def drive(scheduler: Scheduler, frame: Frame) -> None:
    """Runs a frame to its end; whatever interrupts it, no call is left behind unasked to stop."""
    with AtWork(scheduler):
        scheduler.add(frame)
        scheduler.drive(frame)


@lru_cache(maxsize=1024)
def _may_hold_arrays(port: Port) -> bool:
    return may_hold_arrays(port.hint)


class AtWork:
    """While it lasts this thread works for a run, perhaps in a node of another run, which hands its cancellation on."""

    __slots__ = ("_kept", "_place", "_room", "_scheduler")

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler

    def __enter__(self) -> None:
        scheduler = self._scheduler
        self._room = THREADS in scheduler.around.held
        if self._room:
            thread_pool().make_room()
        self._kept = scheduler.around.kept
        if self._kept is not None:
            self._kept.paused()
        scheduler.around.hand_on(scheduler.token)
        self._place = enter(scheduler.context)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        scheduler = self._scheduler
        leave(self._place)
        scheduler.around.keep_from(scheduler.token)
        if self._room:
            thread_pool().take_room()
        if self._kept is not None:
            self._kept.resumed()
        if error is not None:
            scheduler.launcher.abandon_all()


class _Nobody:
    def ended(self, frame: Frame) -> None:
        """The driver looks at `frame.done` itself."""


NOBODY = _Nobody()
