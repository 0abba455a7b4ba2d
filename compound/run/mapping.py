"""One pipeline over many inputs."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from compound.errors.root import CompoundError
from compound.errors.run import RunCancelled
from compound.graph.step import MISSING
from compound.run.frame import Frame, Tally
from compound.run.inputs import bind_inputs
from compound.run.result import Failed
from compound.run.scheduler import Scheduler
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.run.runner import Runner

R = TypeVar("R")


class Mapped(Generic[R]):
    """The outputs for many inputs, in order, with `for` or `async for`.

    Inputs are read lazily and a bounded number is in flight, so that memory does not grow with their number. An input
    that fails yields a `Failed` in its place. For a pipeline of several inputs an item is a tuple, or a dict by name.
    """

    def __init__(self, runner: Runner[Any, R], items: Iterable[Any]) -> None:
        self._runner = runner
        self._items = items

    def __iter__(self) -> Iterator[R | Failed]:
        token = Token()
        scheduler = Scheduler(self._runner.options, token, self._runner.options.listener)
        flying: deque[_Item] = deque()
        items = iter(self._items)
        tally = Tally(len(self._runner.plan.steps))
        try:
            while True:
                while len(flying) < self._runner.options.window:
                    value = next(items, MISSING)
                    if value is MISSING:
                        break
                    flying.append(_Item(self._runner, scheduler, value, tally))
                if not flying:
                    return
                yield flying.popleft().result(scheduler)
        finally:
            token.cancel()
            scheduler.launcher.abandon_all()

    async def __aiter__(self) -> AsyncIterator[R | Failed]:
        import asyncio

        outputs = iter(self)
        while True:
            output = await asyncio.to_thread(next, outputs, MISSING)
            if output is MISSING:
                return
            yield output  # type: ignore[misc]


class _Item:
    """One input on its way."""

    def __init__(self, runner: Runner[Any, Any], scheduler: Scheduler, value: Any, tally: Tally) -> None:
        self.frame: Frame | None = None
        self.refused: Failed | None = None
        pipeline = runner.pipeline
        several = len(pipeline.signature.inputs) > 1
        try:
            if several and isinstance(value, Mapping):
                inputs = bind_inputs(pipeline, (), value)
            else:
                inputs = bind_inputs(pipeline, value if several and isinstance(value, tuple) else (value,), {})
        except CompoundError as error:
            self.refused = Failed(pipeline.name, error)
            return
        self.frame = Frame(runner.plan, inputs, self, tally)
        scheduler.add(self.frame)

    def ended(self, frame: Frame) -> None:
        """The frame says so itself."""

    def result(self, scheduler: Scheduler) -> Any:
        """The output, or the Failed of the first node that failed; works on all items until this one has ended."""
        if self.frame is None:
            return self.refused
        scheduler.drive(self.frame)
        if self.frame.output is not MISSING:
            return self.frame.output
        name = self.frame.plan.name
        return self.frame.first_failure() or Failed(name, RunCancelled(pipeline=name))
