"""One pipeline over many inputs."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from compound.errors.run import RunCancelled
from compound.graph.step import MISSING
from compound.run.blame import let_go, without_engine
from compound.run.frame import Frame, Tally
from compound.run.inputs import bind_inputs
from compound.run.leasing import give_back, lease
from compound.run.memory import tell_end
from compound.run.result import Failed
from compound.run.runner import NOBODY, AtWork
from compound.run.scheduler import Scheduler
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.run.runner import Runner

R = TypeVar("R")


class Mapped(Generic[R]):
    """The outputs for many inputs, in order, with `for` or `async for`.

    Inputs are read lazily and a bounded number is in flight, so that memory does not grow with their number. An input
    that fails yields a `Failed` in its place. For a pipeline of several inputs an item is a tuple, or a dict by name.
    What the iterable of the inputs itself raises is raised after the outputs of those before.
    """

    def __init__(self, runner: Runner[Any, R], items: Iterable[Any]) -> None:
        self._runner = runner
        self._items = items

    def __iter__(self) -> Iterator[R | Failed]:
        return Flight(self._runner, self._items, Token()).outputs()

    async def __aiter__(self) -> AsyncIterator[R | Failed]:
        import asyncio

        token = Token()
        outputs = Flight(self._runner, self._items, token).outputs()
        try:
            while (output := await asyncio.to_thread(next, outputs, MISSING)) is not MISSING:
                yield output  # type: ignore[misc]
        finally:
            token.cancel()


class Flight:
    """The items that are in flight, and where more come from."""

    def __init__(self, runner: Runner[Any, Any], items: Iterable[Any], token: Token) -> None:
        self._runner = runner
        self._items = iter(items)
        self._token = token
        self._scheduler = Scheduler(runner.options, token, runner.options.listener)
        self._flying: deque[Item] = deque()
        self._tally = Tally(len(runner.plan.steps))
        self._more = True
        self._broken: Exception | None = None

    def outputs(self) -> Iterator[Any]:
        """What came of each item, in order."""
        try:
            while True:
                self._read()
                if not self._flying:
                    break
                yield self._next()
        finally:
            self._token.cancel()
            self._scheduler.launcher.abandon_all()
            for item in self._flying:
                item.land()
        if self._broken is not None:
            raise self._broken

    def _read(self) -> None:
        """Reads items until enough are in flight, or the output of the first is there."""
        while self._more and len(self._flying) < self._runner.options.window:
            self._start_next()
            if self._flying and self._flying[0].ended:
                return

    def _start_next(self) -> None:
        try:
            value = next(self._items, MISSING)
        except Exception as error:  # noqa: BLE001 - raised when its turn has come
            self._broken, value = error, MISSING
        if value is MISSING:
            self._more = False
            return
        item = Item(self._runner, value, self._tally, self._scheduler.context.models)
        self._flying.append(item)
        if item.frame is not None:
            with AtWork(self._scheduler):
                self._scheduler.add(item.frame)
                self._scheduler.catch_up()

    def _next(self) -> Any:
        """The output of the first item; works on all until it is there. Raises RunCancelled."""
        first = self._flying[0]
        if not first.ended:
            assert first.frame is not None
            with AtWork(self._scheduler):
                self._scheduler.drive(first.frame)
        if not first.ended:
            raise RunCancelled(pipeline=self._runner.pipeline.name, offenders=self._scheduler.launcher.offenders())
        self._flying.popleft()
        return first.land()


class Item:
    """One input on its way; `refused` when it does not fit the pipeline."""

    def __init__(self, runner: Runner[Any, Any], value: Any, tally: Tally, models: set[str]) -> None:
        self.frame: Frame | None = None
        self._models, self._began = models, perf_counter()
        try:
            inputs = _bound(runner, value)
        except Exception as error:  # noqa: BLE001 - whatever a conversion raises, it is this item's failure
            self._refused = Failed(runner.pipeline.name, without_engine(error))
            return
        frame = Frame(runner.plan, inputs, NOBODY, tally)
        if runner.options.memory is not None:
            frame.memory = runner.options.memory.begin(runner.pipeline, inputs)
        self._leases = lease(runner.arrays(inputs))
        self.frame = frame

    @property
    def ended(self) -> bool:
        return self.frame is None or self.frame.done

    def land(self) -> Any:
        """The output, or the Failed of the first node that failed; the caller's arrays are as before."""
        if self.frame is None:
            return self._refused
        give_back(self._leases)
        if self.frame.memory is not None:
            tell_end(self.frame, perf_counter() - self._began, self._models)
        failed = None if self.frame.whole else self.frame.first_failure()
        if failed is None:
            return self.frame.output
        let_go(failed.error)
        return failed


def _bound(runner: Runner[Any, Any], value: Any) -> tuple[Any, ...]:
    """The inputs that an item of a map stands for."""
    pipeline = runner.pipeline
    several = len(pipeline.signature.inputs) > 1
    if several and isinstance(value, Mapping):
        return bind_inputs(pipeline, (), value)
    return bind_inputs(pipeline, value if several and isinstance(value, tuple) else (value,), {})
