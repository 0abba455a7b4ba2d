"""Cheap nodes that are run together, in one task for all that are ready and all that become ready by them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from prefect.states import Completed

from compound.backends.prefect.launcher import TaskLauncher
from compound.backends.prefect.task import named_task
from compound.graph.shapes import Each, Loop
from compound.graph.step import MISSING
from compound.nodes.lane import INLINE
from compound.run.scheduler import Scheduler

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from compound.graph.plan import Plan
    from compound.run.frame import Frame, Tally

_TOLD = 20
"""Nodes that the message of a task names."""


class BurstScheduler(Scheduler):
    """A scheduler of a flow: what it runs itself, without a task for each node, it runs in a task for all."""

    launcher: TaskLauncher  # type: ignore[assignment]
    _in_burst = False

    def advance(self, frame: Frame) -> None:
        first = None if self._in_burst else _first_node(frame)
        if first is None:
            super().advance(frame)
            return
        self._in_burst = True
        try:
            with self.launcher.holding():
                _ = named_task(lambda: self._burst(frame), f"{first} …", retries=0)()
        finally:
            self._in_burst = False

    def _burst(self, frame: Frame) -> State[None]:
        """Runs all that can be run without a task, of all frames."""
        top = _outermost(frame)
        before = _calls(top.plan, top.tally, "")
        super().advance(frame)
        while self.active and not self.token.cancelled:
            super().advance(self.active.popleft())
        ran = _calls(top.plan, top.tally, "")
        ran.subtract(before)
        return Completed(message=_told(+ran))


def _first_node(frame: Frame) -> str | None:
    for slot in reversed(frame.ready):
        step = frame.plan.steps[slot]
        if step is not None and step.declaration is not None and frame.values[step.out] is MISSING:
            return frame.label(step)
    return None


def _outermost(frame: Frame) -> Frame:
    while frame.body is not None:
        frame = frame.body.outer
    return frame


def _calls(plan: Plan, tally: Tally, prefix: str) -> Counter[str]:
    """How often each node has run that is no task of its own."""
    found: Counter[str] = Counter()
    for step in plan.steps:
        if step is None:
            continue
        if isinstance(step.shape, Each | Loop) and step.slot in tally.bodies:
            found += _calls(step.shape.body, tally.bodies[step.slot], f"{prefix}{step.id}/")
        elif step.declaration is not None and step.lane == INLINE:
            found[prefix + step.id] = tally.calls[step.slot]
    return found


def _told(ran: Counter[str]) -> str:
    names = list(ran)
    more = f" and {len(names) - _TOLD:,} others" if len(names) > _TOLD else ""
    return f"{ran.total():,} calls: {', '.join(names[:_TOLD])}{more}"
