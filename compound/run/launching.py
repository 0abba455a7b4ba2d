"""Handing calls to their lanes, and taking back what comes of them: answers, failures, timeouts."""

from __future__ import annotations

from contextlib import suppress
from contextvars import copy_context
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any

from compound.errors.ports import Mismatch
from compound.errors.run import NodeTimeout
from compound.graph.trace import KeywordCall
from compound.nodes.lane import ASYNC, PROCESS
from compound.run.batches import Batches
from compound.run.context import NodeContext
from compound.run.events import Event, NodeStarted
from compound.run.failing import decide
from compound.run.lanes.choice import lane_for, place_of
from compound.run.ticket import Ticket
from compound.run.timers import Timers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.run.scheduler import Scheduler

_STOPPABLE = (ASYNC, PROCESS)
_AT_ONCE = 256  # arrivals taken before a look at what is due, and whether the run was cancelled


class Launcher:
    """The calls of a scheduler that are under way."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._variables = copy_context()
        self._under_way: set[Ticket] = set()
        self._lost: list[Ticket] = []
        self._timers = Timers()
        self._batches = Batches(self._dispatch)

    def launch(self, frame: Frame, step: Step, attempt: int = 1, tried: Declaration | None = None) -> None:
        """Starts a call of the step's node, or of the fallback that is tried."""
        declaration = tried or step.declaration
        assert declaration is not None
        ticket = Ticket(frame, step, call_of(step, declaration), step.arguments(frame.values), self._scheduler.inbox)
        ticket.attempt, ticket.declaration = attempt, declaration
        if frame.memory is not None:
            frame.memory.calling(frame, step, declaration, attempt)
        frame.running += 1
        if self._scheduler.emit is not None:
            self._scheduler.emit(NodeStarted(ticket.label, attempt))
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

    def ask_again(self, frame: Frame, slot: int, after: float) -> None:
        """Starts a step anew after some seconds, whose result somebody else is computing."""
        frame.running += 1

        def due() -> None:
            self._scheduler.start(frame, slot)
            self._scheduler.resume(frame)

        self._timers.add(after, due)

    def recalled(self, frame: Frame, step: Step) -> None:
        """A result was there from before; listeners hear of it, and there is nothing to launch."""

    def wait(self) -> bool:
        """Waits until something came back or is due. False when nothing is under way."""
        inbox = self._scheduler.inbox
        if not self._scheduler.active and inbox.empty():
            self._batches.flush()
        if not self._under_way and not self._timers.waiting:
            return False
        with suppress(Empty):
            self._take(inbox.get(timeout=self._timers.next_due()))
            for _ in range(min(inbox.qsize(), _AT_ONCE)):
                self._take(inbox.get())
        self._timers.fire()
        return True

    def abandon_all(self) -> None:
        """Cancels all calls; those on threads get the grace of the options to notice, and are named if they do not."""
        waiting = self._batches.forget()
        for ticket in self._under_way:
            ticket.token.cancel()
            ticket.settled = True
        left = {ticket for ticket in self._under_way if ticket.began is not None}  # others now never begin
        _take_back([*waiting, *(ticket for ticket in self._under_way - left if ticket.declaration.lane != ASYNC)])
        until = monotonic() + self._scheduler.options.grace
        late = []
        with suppress(Empty):
            while left and (seconds := until - monotonic()) > 0:
                arrived = self._scheduler.inbox.get(timeout=seconds)
                if isinstance(arrived, Ticket):
                    left.discard(arrived)
                    late.append(arrived)
        for ticket in left:
            self._lose(ticket)
        self._under_way.clear()
        for ticket in late:
            _remember(ticket)

    def offenders(self) -> tuple[str, ...]:
        """Nodes that were given up and still run."""
        return tuple(sorted(ticket.label for ticket in self._lost if not ticket.ended))

    def _dispatch(self, ticket: Ticket) -> None:
        scheduler, declaration = self._scheduler, ticket.declaration
        around = scheduler.context
        emit = scheduler.inbox.put if scheduler.emit is not None else None
        held = (*around.held, place_of(declaration))
        ticket.context = NodeContext(ticket.label, ticket.token, emit, around.approver, held, around.models, around)
        ticket.variables = self._variables.copy()
        ticket.lane = lane_for(declaration, around.held)
        self._under_way.add(ticket)
        if declaration.policy.timeout is not None:
            self._timers.guard(ticket, declaration.policy.timeout, self._expired)
        ticket.lane.submit(ticket)

    def _take(self, arrived: Any) -> None:
        if isinstance(arrived, Event) and self._scheduler.emit is not None:
            self._scheduler.emit(arrived)
        elif isinstance(arrived, Ticket) and not arrived.settled:
            self._settle(arrived)

    def _settle(self, ticket: Ticket) -> None:
        ticket.settled = True
        self._under_way.discard(ticket)
        if ticket.expired:
            seconds = ticket.declaration.policy.timeout or 0.0
            ticket.error = NodeTimeout(node=ticket.label, seconds=seconds, stopped=ticket.ended)
        for member in self._batches.ended(ticket):
            self._answer(member)

    def _answer(self, ticket: Ticket) -> None:
        frame, step, scheduler = ticket.frame, ticket.step, self._scheduler
        for verdict in ticket.context.verdicts:
            decide(frame, step, verdict)
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

    def _expired(self, ticket: Ticket) -> None:
        timeout = ticket.declaration.policy.timeout
        assert timeout is not None
        ticket.expired = True
        ticket.token.cancel()
        if ticket.declaration.lane in _STOPPABLE:
            self._timers.guard(ticket, timeout + self._scheduler.options.grace, self._give_up)
        else:
            self._give_up(ticket)

    def _give_up(self, ticket: Ticket) -> None:
        self._lose(ticket)
        ticket.seconds = monotonic() - (ticket.began or monotonic())
        self._settle(ticket)

    def _lose(self, ticket: Ticket) -> None:
        ticket.settled = True
        ticket.lane.lose(ticket)
        self._lost.append(ticket)


def _take_back(tickets: Iterable[Ticket]) -> None:
    """Tells memories that these calls never begin. Of one on an event loop that is not known for sure."""
    for ticket in tickets:
        for call in ticket.members or (ticket,):
            if call.frame.memory is not None:
                call.frame.memory.uncalled(call.frame, call.step)


def _remember(ticket: Ticket) -> None:
    """Tells a memory what a call gave that ended after its run was given up: it need not be made again."""
    if ticket.frame.memory is None or ticket.error is not None or ticket.members:
        return
    with suppress(Mismatch):
        ticket.step.check(ticket.value)
        ticket.frame.memory.succeeded(ticket.frame, ticket.step, ticket.value, ticket.seconds)


def call_of(step: Step, declaration: Declaration) -> Callable[..., Any]:
    """What is called: the step's own function, or that of a fallback with the same arguments."""
    if declaration is step.declaration:
        return step.call
    if isinstance(step.call, KeywordCall):
        return KeywordCall(declaration.call, step.call.names)
    return declaration.call
