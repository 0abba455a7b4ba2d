"""The scheduler: a step starts when its inputs are there.

One loop, in the thread that asked for the run. Inline steps run in the loop itself; others are handed to a lane and
come back as tickets through the inbox. There are no layers and so no barrier between them. The order in which inline
steps run depends on the graph alone; the order in which lanes answer does not change any result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING, Any

from compound.graph.shapes import Branch
from compound.graph.step import MISSING
from compound.nodes.lane import FRAME, GATE, INLINE
from compound.run.context import NodeContext, current_node
from compound.run.events import Event, NodeFinished, NodeStarted
from compound.run.failing import Failing, decide
from compound.run.frame import Frame
from compound.run.launching import Launcher
from compound.run.memory import Known
from compound.run.opening import open_body
from compound.run.options import RunOptions
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.run.memory import Remembered


class Scheduler:
    """Drives frames to their end. One object for a run or a map; not shared between threads."""

    def __init__(self, options: RunOptions, token: Token, emit: Callable[[Event], None] | None = None) -> None:
        self.options = options
        self.token = token
        self.emit = emit
        self.active: deque[Frame] = deque()
        self.inbox: SimpleQueue[Any] = SimpleQueue()
        self.around = current_node()
        approver = options.approver or self.around.approver
        self.context = NodeContext(self.around.node, token, emit, approver, self.around.held, around=self.around)
        self.bodies = 0
        """How many items and turns of `each` and `loop` are in flight."""
        self.launcher = Launcher(self)
        self.failing = Failing(self)
        self._gates: deque[tuple[Frame, Step]] = deque()
        token.tell(lambda: self.inbox.put(None))

    def add(self, frame: Frame) -> None:
        """Takes a frame on; what waits or computes elsewhere is started before anything runs here."""
        for slot in frame.plan.started_first:
            self.start(frame, slot)
        self.active.append(frame)

    def drive(self, frame: Frame) -> None:
        """Works until the frame has ended or the run is cancelled."""
        active, inbox, token = self.active, self.inbox, self.token
        while not frame.done and not token.cancelled:
            if active:
                self.advance(active.popleft())
                if inbox.empty():
                    continue
            if not self.launcher.wait() and not active:
                break
        if token.cancelled:
            self.launcher.abandon_all()

    def catch_up(self) -> None:
        """Does what can be done without waiting."""
        while self.active and not self.token.cancelled:
            self.advance(self.active.popleft())
            if not self.inbox.empty():
                self.launcher.wait()

    def advance(self, frame: Frame) -> None:
        """Runs all inline steps of a frame that are ready, and those that become ready by them."""
        plan = frame.plan
        steps, values, pending, ready = plan.steps, frame.values, frame.pending, frame.ready
        seconds, calls = frame.tally.seconds, frame.tally.calls
        attended, token = self.emit is not None or frame.memory is not None, self.token
        began = perf_counter()
        while ready and not token.cancelled:
            slot = ready.pop()
            step: Step = steps[slot]  # type: ignore[assignment]
            if attended:
                if self._taken(frame, step):
                    continue
                began = perf_counter()
            try:
                one = step.one
                value = step.call(values[one]) if one >= 0 else step.call(*step.fetch(values))
                if type(value) is not step.exact:
                    step.check(value)
            except BaseException as error:  # noqa: BLE001 - a failure is a value of the run
                self.failing.attempt_failed(frame, step, error, perf_counter() - began)
                began = perf_counter()
                continue
            ended = perf_counter()
            values[step.out] = value
            calls[slot] += 1
            seconds[slot] += ended - began
            if attended:
                self._tell(frame, step, value, ended - began)
            began = ended  # a clock reading costs as much as a node
            for follower in step.followers:
                left = pending[follower] - 1
                pending[follower] = left
                if not left:
                    if steps[follower].lane:  # type: ignore[union-attr]
                        self.start(frame, follower)
                        began = perf_counter()
                    else:
                        ready.append(follower)
        self._end_if_done(frame)

    def start(self, frame: Frame, slot: int) -> None:
        """Starts a step whose inputs are all there."""
        step = frame.plan.steps[slot]
        assert step is not None
        if step.lane == INLINE:
            frame.ready.append(slot)
        elif step.lane == GATE:
            self._open_gates(frame, step)
        elif step.lane == FRAME:
            open_body(self, frame, step)
        elif frame.memory is None or not self._recall(frame.memory, frame, step):
            self.launcher.launch(frame, step)

    def store(self, frame: Frame, step: Step, value: Any, seconds: float) -> None:
        """Puts a checked result in its place and lets the followers go."""
        frame.values[step.out] = value
        frame.tally.calls[step.slot] += 1
        frame.tally.seconds[step.slot] += seconds
        self._tell(frame, step, value, seconds)
        for follower in step.followers:
            self.release(frame, follower)

    def release(self, frame: Frame, slot: int) -> None:
        """One thing less that a step waits for."""
        frame.pending[slot] -= 1
        if not frame.pending[slot]:
            self.start(frame, slot)

    def resume(self, frame: Frame) -> None:
        """Something came back for a frame: it is looked at again."""
        frame.running -= 1
        self.active.append(frame)

    def _taken(self, frame: Frame, step: Step) -> bool:
        """Whether nothing is to be called for a step that is ready: it is known, or asked for again later.

        Otherwise listeners are told that it begins.
        """
        known = frame.values[step.out] is not MISSING
        if not known and frame.memory is not None and self._recall(frame.memory, frame, step):
            return True
        if self.emit is not None:
            self.context.node = frame.label(step)
            self.emit(NodeStarted(self.context.node))
        if known:
            if self.emit is not None:
                self.emit(NodeFinished(self.context.node, "recalled", 0.0))
            for follower in step.followers:
                self.release(frame, follower)
        return known

    def _recall(self, memory: Remembered, frame: Frame, step: Step) -> bool:
        """Whether nothing is to be called for a step now: a memory knows its result, or wants to be asked later."""
        found = memory.recall(frame, step)
        if isinstance(found, Known):
            frame.values[step.out] = found.value
            frame.tally.recalled[step.slot] = frame.tally.recalled.get(step.slot, 0) + 1
            self.context.models.update(found.models)
            self.launcher.recalled(frame, step)
            frame.ready.append(step.slot)
        elif found is not None:
            self.launcher.ask_again(frame, step.slot, found.seconds)
        return found is not None

    def _tell(self, frame: Frame, step: Step, value: Any, seconds: float) -> None:
        """Tells a memory and listeners of a result that is in its place."""
        if frame.memory is not None:
            frame.memory.succeeded(frame, step, value, seconds)
        if self.emit is not None:
            self.emit(NodeFinished(frame.label(step), "succeeded", seconds))

    def _open_gates(self, frame: Frame, step: Step) -> None:
        """Opens a gate, and then those behind it: one after the other, however deep branches are nested."""
        self._gates.append((frame, step))
        if len(self._gates) > 1:
            return
        while self._gates:
            self._open_gate(*self._gates[0])
            self._gates.popleft()

    def _open_gate(self, frame: Frame, step: Step) -> None:
        branch = step.shape
        assert isinstance(branch, Branch)
        chosen = 1 if step.slot in frame.alternatives else branch.choose(frame.values[step.one])
        decide(frame, step, branch.labels[chosen])
        self.failing.release_branch(frame, frame.plan.gates[step.slot][chosen])

    def _end_if_done(self, frame: Frame) -> None:
        if not frame.ready and not frame.running and not frame.done:
            frame.done = True
            frame.owner.ended(frame)
