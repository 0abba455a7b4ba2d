"""Handing calls to their lanes, and taking back what comes of them: answers, failures, timeouts."""

from __future__ import annotations

from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any

from compound.errors.run import NodeTimeout
from compound.nodes.lane import ASYNC, DEVICE, PROCESS
from compound.run.batches import Batches
from compound.run.context import NodeContext
from compound.run.events import Event, NodeStarted
from compound.run.lanes.threads import thread_pool
from compound.run.ticket import Ticket
from compound.run.timers import Timers

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.run.scheduler import Scheduler


class Launcher:
    """The calls of a scheduler that are under way."""

    def __init__(self, scheduler: Scheduler, around: NodeContext) -> None:
        self._scheduler = scheduler
        self._around = around  # the node that runs this pipeline from its body, if any
        self._under_way: set[Ticket] = set()
        self._lost: dict[Ticket, str] = {}
        self._timers = Timers()
        self._batches = Batches(self._dispatch)
        self.models: set[str] = set()
        """Names of the models that nodes of this run asked for."""

    def launch(self, frame: Frame, step: Step, attempt: int = 1, tried: Declaration | None = None) -> None:
        """Starts a call of the step's node, or of the fallback that is tried."""
        declaration = tried or step.declaration
        assert declaration is not None
        call = step.call if declaration is step.declaration else declaration.call
        ticket = Ticket(frame, step, call, step.arguments(frame.values), self._scheduler.inbox)
        ticket.attempt, ticket.declaration = attempt, declaration
        frame.running += 1
        if self._scheduler.emit is not None:
            self._scheduler.emit(NodeStarted(frame.label(step), attempt))
        if declaration.batched is not None and declaration.policy.batch is not None and attempt == 1:
            self._batches.add(ticket)
        else:
            self._dispatch(ticket)

    def again(self, frame: Frame, step: Step, attempt: int, tried: Declaration | None, after: float) -> None:
        """Tries again after some seconds."""
        frame.running += 1

        def due() -> None:
            self.launch(frame, step, attempt, tried)
            self._scheduler.resume(frame)

        self._timers.add(after, due)

    def wait(self) -> bool:
        """Waits until something came back or is due. False when nothing is under way."""
        self._batches.flush()
        if not self._under_way and not self._timers.waiting:
            return False
        try:
            arrived = self._scheduler.inbox.get(timeout=self._timers.next_due())
        except Empty:
            self._timers.fire()
            return True
        self._take(arrived)
        while not self._scheduler.inbox.empty():
            self._take(self._scheduler.inbox.get())
        return True

    def abandon_all(self) -> None:
        """Cancels all calls; those on threads get the grace of the options to notice, and are named if they do not."""
        self._batches.forget()
        for ticket in self._under_way:
            ticket.token.cancel()
        until = monotonic() + self._scheduler.options.grace
        while self._under_way and (left := until - monotonic()) > 0:
            try:
                arrived = self._scheduler.inbox.get(timeout=left)
            except Empty:
                break
            if isinstance(arrived, Ticket):
                self._under_way.discard(arrived)
        for ticket in self._under_way:
            self._lose(ticket)
        self._under_way.clear()

    def offenders(self) -> tuple[str, ...]:
        """Nodes whose threads were given up and still run."""
        while not self._scheduler.inbox.empty():
            self._take(self._scheduler.inbox.get())
        return tuple(sorted(self._lost.values()))

    def _dispatch(self, ticket: Ticket) -> None:
        scheduler, declaration, around = self._scheduler, ticket.declaration, self._around
        policy, lane = declaration.policy, declaration.lane
        device = policy.device or "cpu"
        held = around.held | ({device} if lane == DEVICE else {"thread"})
        depth = around.depth + (lane == ASYNC)
        emit = scheduler.inbox.put if scheduler.emit is not None else None
        ticket.context = NodeContext(
            ticket.frame.label(ticket.step), ticket.token, emit, scheduler.options.approver, depth, held, self.models
        )
        self._under_way.add(ticket)
        if policy.timeout is not None:
            self._timers.guard(ticket, policy.timeout, self._expired)
        if lane == ASYNC:
            from compound.run.lanes.loops import loop_lane

            loop_lane(around.depth).submit(ticket)
        elif lane == PROCESS:
            from compound.run.lanes.processes import process_lane

            process_lane().submit(ticket)
        elif lane == DEVICE and device not in around.held:
            from compound.run.lanes.devices import device as device_lane

            device_lane(device).submit(ticket)
        else:
            thread_pool().submit(ticket)

    def _take(self, arrived: Any) -> None:
        if isinstance(arrived, Event) and self._scheduler.emit is not None:
            self._scheduler.emit(arrived)
        elif isinstance(arrived, Ticket):
            if arrived.settled:
                self._lost.pop(arrived, None)
            else:
                self._settle(arrived)

    def _settle(self, ticket: Ticket) -> None:
        ticket.settled = True
        self._under_way.discard(ticket)
        for member in self._batches.ended(ticket):
            self._answer(member)
        self._batches.refill(ticket.declaration)

    def _answer(self, ticket: Ticket) -> None:
        frame, step, scheduler = ticket.frame, ticket.step, self._scheduler
        error = ticket.error
        if error is None:
            try:
                if type(ticket.value) is not step.exact:
                    step.check(ticket.value)
            except Exception as mismatch:  # noqa: BLE001 - a failure is a value of the run
                error = mismatch
        if error is None:
            scheduler.store(frame, step, ticket.value, ticket.seconds)
        else:
            scheduler.failing.attempt_failed(frame, step, error, ticket.seconds, ticket.attempt, ticket.declaration)
        scheduler.resume(frame)

    def _expired(self, ticket: Ticket, seconds: float) -> None:
        stopped = ticket.declaration.lane in (ASYNC, PROCESS)
        ticket.token.cancel()
        if not stopped:
            self._lose(ticket)
        ticket.error = NodeTimeout(node=ticket.frame.label(ticket.step), seconds=seconds, stopped=stopped)
        ticket.seconds = seconds
        self._settle(ticket)

    def _lose(self, ticket: Ticket) -> None:
        ticket.settled = True
        self._lost[ticket] = ticket.frame.label(ticket.step)
        if ticket.declaration.lane == DEVICE:
            from compound.run.lanes.devices import device

            device(ticket.declaration.policy.device or "cpu").lose()
        else:
            thread_pool().lose()
