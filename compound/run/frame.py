"""The state of one pass through a plan: of a run, of an item of an `each`, of a turn of a `loop`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from compound.graph.step import MISSING

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.run.decision import Verdict
    from compound.run.memory import Remembered
    from compound.run.opening import Body
    from compound.run.result import Failed


class Owner(Protocol):
    """What waits for a frame to end."""

    def ended(self, frame: Frame) -> None: ...


class Tally:
    """Calls and seconds of each step, by slot; frames of one body share it."""

    __slots__ = ("bodies", "calls", "recalled", "seconds")

    def __init__(self, size: int) -> None:
        self.calls = [0] * size
        self.seconds = [0.0] * size
        self.recalled: dict[int, int] = {}
        """How many results were there from before."""
        self.bodies: dict[int, Tally] = {}

    def of_body(self, slot: int, plan: Plan) -> Tally:
        """The tally of the body that the step at this slot runs."""
        if slot not in self.bodies:
            self.bodies[slot] = Tally(len(plan.steps))
        return self.bodies[slot]


class Frame:
    """Values by slot, how many results each step still waits for, and the steps that are ready.

    `running` counts calls in lanes and open bodies; a frame has ended when nothing is ready and nothing runs.
    """

    __slots__ = (
        "alternatives",
        "blocked",
        "body",
        "condemned",
        "dead",
        "decisions",
        "done",
        "failures",
        "index",
        "memory",
        "owner",
        "pending",
        "plan",
        "ready",
        "released",
        "running",
        "tally",
        "values",
    )

    def __init__(self, plan: Plan, inputs: tuple[Any, ...], owner: Owner, tally: Tally) -> None:
        self.plan = plan
        self.values = values = plan.template.copy()
        for (slot, _), value in zip(plan.inputs, inputs, strict=True):
            values[slot] = value
        self.pending = plan.pending.copy()
        self.ready = plan.entries.copy()
        self.running = 0
        self.owner = owner
        self.tally = tally
        self.body: Body | None = None
        self.index = 0
        self.memory: Remembered | None = None
        self.failures: dict[int, Failed] | None = None
        self.blocked: dict[int, int] | None = None
        self.decisions: dict[int, str | Verdict] | None = None
        self.done = False
        if plan.gates:
            self.released: set[int] = set()  # steps in branches that were chosen
            self.condemned: set[int] = set()  # steps in branches that cannot be chosen, since what chooses failed
            self.dead: dict[int, int] = {}  # steps that cannot run, should their branch be chosen, to the cause
            self.alternatives: set[int] = set()  # gates of fallbacks whose primary failed

    @property
    def output(self) -> Any:
        """The (first) result, or MISSING."""
        return self.values[self.plan.outputs[0]]

    def label(self, step: Step) -> str:
        """The id of a step for people, with the bodies around it: `each[3]/read`."""
        if self.body is None:
            return step.id
        return f"{self.body.outer.label(self.body.step)}[{self.index}]/{step.id}"

    @property
    def whole(self) -> bool:
        """Whether the result is there, and nothing failed that nobody else would notice."""
        if self.values[self.plan.outputs[0]] is MISSING:
            return False
        return not self.failures or not any(map(self._is_last, (*self.failures, *(self.blocked or ()))))

    def _is_last(self, slot: int) -> bool:
        """Whether nothing uses the step's result: it ran for its effect."""
        step = self.plan.steps[slot]
        return step is not None and not step.followers and slot < self.plan.size and slot not in self.plan.outputs

    def first_failure(self) -> Failed | None:
        """The failure of the earliest step, so that the answer does not depend on the schedule."""
        return self.failures[min(self.failures)] if self.failures else None
