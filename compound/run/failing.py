"""What happens when an attempt of a step fails: another attempt, its fallback, or a failure and what it blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.errors.ports import Mismatch
from compound.errors.run import OutputMismatch
from compound.graph.shapes import Branch
from compound.nodes.lane import GATE
from compound.nodes.policy import Policy
from compound.nodes.stand_in import stand_in
from compound.run.blame import without_engine
from compound.run.events import NodeFinished
from compound.run.intruding import changed_input
from compound.run.result import Failed

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.decision import Verdict
    from compound.run.frame import Frame
    from compound.run.scheduler import Scheduler

_PLAIN = Policy()


class Failing:
    """The failure policy of a scheduler."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler

    def attempt_failed(
        self,
        frame: Frame,
        step: Step,
        error: BaseException,
        seconds: float = 0.0,
        attempt: int = 1,
        tried: Declaration | None = None,
    ) -> None:
        """Goes on by the policy of what was tried: the step's own node, or a fallback of it.

        SystemExit and KeyboardInterrupt are no failures: they end the run.
        """
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise error
        if isinstance(error, Mismatch):
            error = OutputMismatch(node=frame.label(step), mismatch=error)
        else:
            error = without_engine(changed_input(error, frame, step) or error)
        frame.tally.calls[step.slot] += 1
        frame.tally.seconds[step.slot] += seconds
        tried = tried or step.declaration
        policy = tried.policy if tried else _PLAIN
        launcher = self._scheduler.launcher
        if policy.retries.covers(error, attempt):
            self._tell(frame, step, "retrying", seconds, Failed(frame.label(step), error, attempt))
            launcher.again(frame, step, attempt + 1, tried, after=policy.retries.pause(attempt))
        elif tried is not None and (other := stand_in(tried)) is not None:
            decide(frame, step, f"fallback {other.name} after {type(error).__name__}: {error}")
            self._tell(frame, step, "retrying", seconds, Failed(frame.label(step), error, attempt))
            launcher.again(frame, step, 1, other, after=0.0)
        else:
            self.fail(frame, step, Failed(frame.label(step), error, attempt), seconds)

    def noted(self, frame: Frame, step: Step, failed: Failed, seconds: float) -> None:
        """Records an attempt that somebody else had another one follow."""
        frame.tally.calls[step.slot] += 1
        frame.tally.seconds[step.slot] += seconds
        self._tell(frame, step, "retrying", seconds, Failed(failed.node, without_engine(failed.error), failed.attempts))

    def fail(self, frame: Frame, step: Step, failed: Failed, seconds: float = 0.0) -> None:
        """Records the failure and blocks what depends on it."""
        if frame.failures is None:
            frame.failures = {}
        frame.failures[step.slot] = failed
        self._tell(frame, step, "failed", seconds, failed)
        self._block(frame, step.slot, step.followers)

    def _tell(self, frame: Frame, step: Step, status: Any, seconds: float, failed: Failed) -> None:
        if frame.memory is not None:
            frame.memory.failed(frame, step, status, seconds, failed)
        if self._scheduler.emit is not None:
            self._scheduler.emit(NodeFinished(frame.label(step), status, seconds, failed))

    def _block(self, frame: Frame, cause: int, followers: list[int]) -> None:
        """Marks all that cannot run any more; a fallback is told instead, and an unchosen branch does not matter.

        Of several causes the first in the graph is kept, whichever happened first.
        """
        frame.blocked = blocked = frame.blocked if frame.blocked is not None else {}
        stack = [(slot, cause) for slot in followers]
        while stack:
            slot, cause = stack.pop()
            if self._is_open(frame, slot):
                self._note_cause(frame, slot, cause)
                continue
            if frame.plan.gates:
                cause = min(cause, frame.dead.get(slot, cause))
            if slot in blocked and blocked[slot] <= cause:
                continue
            step = frame.plan.steps[slot]
            assert step is not None
            blocked[slot] = cause
            blocked[step.out] = min(cause, blocked.get(step.out, cause))
            stack += [(follower, blocked[step.out]) for follower in step.followers]
            for freed in frame.plan.gates.get(slot, ()):
                stack += [(inside, cause) for inside in freed]
                frame.condemned.update(freed)

    def _is_open(self, frame: Frame, slot: int) -> bool:
        """Whether a step whose input failed may still not matter, or go on without it."""
        if not frame.plan.gates or slot in frame.condemned:
            return False
        return _is_tolerant(frame, slot) or (slot in frame.plan.guarded and slot not in frame.released)

    def _note_cause(self, frame: Frame, slot: int, cause: int) -> None:
        """Keeps the cause for when the step matters; a fallback now knows that it needs its alternative."""
        frame.dead[slot] = min(cause, frame.dead.get(slot, cause))
        if _is_tolerant(frame, slot) and slot not in frame.alternatives:
            frame.alternatives.add(slot)
            self._scheduler.release(frame, slot)

    def release_branch(self, frame: Frame, freed: list[int]) -> None:
        """Lets the steps of a chosen branch go; one whose value has failed already is blocked instead."""
        frame.released.update(freed)
        for slot in freed:
            cause = frame.dead.get(slot)
            if cause is None or _is_tolerant(frame, slot):
                self._scheduler.release(frame, slot)
            else:
                self._block(frame, cause, [slot])


def _is_tolerant(frame: Frame, slot: int) -> bool:
    step = frame.plan.steps[slot]
    assert step is not None
    return step.lane == GATE and isinstance(step.shape, Branch) and step.shape.tolerant


def decide(frame: Frame, step: Step, what: str | Verdict) -> None:
    """Records a decision of the run, or of a person."""
    if frame.decisions is None:
        frame.decisions = {}
    frame.decisions[step.slot] = what
    if frame.memory is not None:
        frame.memory.decided(frame, step, what)
