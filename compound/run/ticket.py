"""One attempt of one call, on its way through a lane and back to the scheduler."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from contextvars import Context
from time import monotonic
from types import GeneratorType
from typing import TYPE_CHECKING, Any, Protocol

from compound.errors.run import RunCancelled
from compound.nodes.calling import drain
from compound.run.context import NodeContext, entered
from compound.run.events import NodePartial
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.run.lanes.choice import Lane


class Inbox(Protocol):
    """Where ended tickets go; safe from any thread."""

    def put(self, item: Any) -> None: ...


class Ticket:
    """A call with its arguments; `value` or `error` is set when it has ended.

    `settled` is set by the scheduler when it no longer waits for the ticket: a late answer is then ignored.
    Cancelling its `token` ends the call where the lane can do that (async, process); a thread has to ask.
    """

    __slots__ = (
        "args",
        "attempt",
        "began",
        "call",
        "context",
        "declaration",
        "ended",
        "error",
        "expired",
        "frame",
        "inbox",
        "lane",
        "members",
        "seconds",
        "settled",
        "step",
        "token",
        "value",
        "variables",
    )

    declaration: Declaration
    lane: Lane
    variables: Context
    """Context variables of whoever asked for the run, in a copy of this call's own."""
    error: BaseException | None
    began: float | None
    """When the call itself began, by time.monotonic, or None while it waits in a queue."""

    def __init__(self, frame: Frame, step: Step, call: Callable[..., Any], args: tuple[Any, ...], inbox: Inbox) -> None:
        self.frame = frame
        self.step = step
        self.call = call
        self.args = args
        self.inbox = inbox
        self.attempt = 1
        self.began = None
        self.members: list[Ticket] = []
        self.token = Token()
        self.context = NodeContext()
        self.value: Any = None
        self.error = None
        self.seconds = 0.0
        self.ended = False
        self.expired = False
        self.settled = False

    @property
    def label(self) -> str:
        """The id of the step, for people."""
        return self.frame.label(self.step)

    def perform(self) -> None:
        """Makes the call in this thread, unless it was cancelled while it waited."""
        self.began = monotonic()
        if self.token.cancelled:
            self.refuse(RunCancelled(pipeline=self.label))
        else:
            self.variables.run(self._call)

    def _call(self) -> None:
        try:
            with entered(self.context):
                value = self.call(*self.args)
                if type(value) is GeneratorType:
                    with closing(value):
                        value = drain(value, self.partial)
                self.value = value
        except BaseException as error:  # noqa: BLE001 - a lane hands every failure to the scheduler
            self.error = error
        self.end()

    def refuse(self, error: BaseException) -> None:
        """Ends the ticket without a call."""
        self.error = error
        self.end()

    def end(self) -> None:
        """Hands the ticket back."""
        self.seconds = monotonic() - self.began if self.began is not None else 0.0
        self.ended = True
        self.inbox.put(self)

    def partial(self, value: Any) -> None:
        """Tells listeners of a part of the output. Raises RunCancelled when the call has been given up."""
        self.context.check()
        self.context.tell(NodePartial(self.context.node, value))
