"""Calls of one node that come to a worker at the same time: they share batches, as the items of a `map` do.

Whoever comes first runs its call, and those that came meanwhile are then run together. So nobody waits for company that
may never come, and the batch is the larger the more there is to do.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from time import perf_counter
from typing import TYPE_CHECKING, Any

from compound.errors.run import RunCancelled
from compound.graph.step import MISSING
from compound.run.frame import Frame, Tally
from compound.run.options import RunOptions
from compound.run.runner import NOBODY, AtWork
from compound.run.scheduler import Scheduler
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.run.alone import Alone

Waiting = tuple[tuple[Any, ...], "Future[Any]"]
"""What a call is given, and who waits for what comes of it."""


class Together:
    """The calls of one step that are under way in this process. Safe from any thread."""

    def __init__(self, alone: Alone) -> None:
        self._alone = alone
        self._lock = threading.Lock()
        self._waiting: list[Waiting] = []
        self._busy = False

    def run(self, values: tuple[Any, ...]) -> tuple[Any, float]:
        """The checked result for the values of the sources, and its share of the seconds. Raises as `Alone.run`."""
        answer: Future[Any] = Future()
        with self._lock:
            self._waiting.append((values, answer))
            leads, self._busy = not self._busy, True
        if leads:
            self._work()
        return answer.result()  # type: ignore[no-any-return]

    def _work(self) -> None:
        while several := self._next():
            try:
                self._run(several)
            except BaseException as error:  # noqa: BLE001 - those who wait raise it
                for _, answer in several:
                    if not answer.done():
                        answer.set_exception(error)

    def _next(self) -> list[Waiting]:
        with self._lock:
            several, self._waiting = self._waiting, []
            self._busy = bool(several)
        return several

    def _run(self, several: list[Waiting]) -> None:
        began = perf_counter()
        plan = self._alone.plan
        scheduler = Scheduler(RunOptions(), Token())
        frames = [Frame(plan, values, NOBODY, Tally(len(plan.steps))) for values, _ in several]
        with AtWork(scheduler):
            for frame in frames:
                scheduler.add(frame)
            for frame in frames:
                scheduler.drive(frame)
        self._alone.models |= scheduler.context.models
        seconds = (perf_counter() - began) / len(several)
        for frame, (_, answer) in zip(frames, several, strict=True):
            _tell(answer, frame, seconds)


def _tell(answer: Future[Any], frame: Frame, seconds: float) -> None:
    failed = frame.first_failure()
    if failed is not None:
        answer.set_exception(failed.error)
    elif frame.output is MISSING:
        answer.set_exception(RunCancelled(pipeline=frame.plan.name))
    else:
        answer.set_result((frame.output, seconds))
