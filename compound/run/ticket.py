"""One attempt of one call, on its way through a lane and back to the scheduler."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from types import GeneratorType
from typing import TYPE_CHECKING, Any, Protocol

from compound.nodes.calling import drain
from compound.run.context import NodeContext, entered
from compound.run.events import NodePartial
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame


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
        "error",
        "frame",
        "inbox",
        "members",
        "seconds",
        "settled",
        "step",
        "token",
        "value",
    )

    declaration: Declaration
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
        self.settled = False

    def perform(self) -> None:
        """Makes the call in this thread."""
        self.began = monotonic()
        try:
            with entered(self.context):
                value = self.call(*self.args)
                self.value = drain(value, self.partial) if type(value) is GeneratorType else value
        except BaseException as error:  # noqa: BLE001 - a lane hands every failure to the scheduler
            self.error = error
        self.end()

    def end(self) -> None:
        """Hands the ticket back."""
        self.seconds = monotonic() - (self.began or monotonic())
        self.inbox.put(self)

    def partial(self, value: Any) -> None:
        """Tells listeners of a part of the output."""
        self.context.tell(NodePartial(self.context.node, value))
