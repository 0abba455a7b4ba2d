"""What the body of a node may ask of the run around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from contextvars import Token as Restore
from typing import TYPE_CHECKING

from compound.errors.run import RunCancelled
from compound.run.events import Event, NodeProgress
from compound.run.token import Token

if TYPE_CHECKING:
    from compound.models.keeping import Keeping
    from compound.run.decision import Approver, Verdict


class NodeContext:
    """One face towards the author of a node: cancellation, progress, and who approves.

    Nodes on threads, devices and the event loop have one of their own; inline functions share that of their run.
    """

    __slots__ = ("_emit", "_token", "approver", "around", "held", "kept", "models", "node", "open", "verdicts")

    def __init__(
        self,
        node: str = "",
        token: Token | None = None,
        emit: Callable[[Event], None] | None = None,
        approver: Approver | None = None,
        held: tuple[str, ...] = (),
        models: set[str] | None = None,
        around: NodeContext | None = None,
    ) -> None:
        self.node = node
        self.approver = approver
        self.held = held  # places in lanes that wait for this call: a pipeline that it runs must not wait for them
        self.models = models if models is not None else set()
        self.around = around  # who waits for this call
        self.open = False  # whether a call is under way that has this context for itself
        self.kept: Keeping | None = None  # models that the call uses
        self.verdicts: tuple[Verdict, ...] = ()  # what people decided for the call
        self._token = token or Token()
        self._emit = emit

    def inner(self) -> NodeContext:
        """A context for a call that is made in this one, and belongs to the same node of the run."""
        return NodeContext(self.node, self._token, self._emit, self.approver, self.held, self.models, self)

    @property
    def cancelled(self) -> bool:
        """Whether the run, or this attempt by its timeout, has been given up. Long loops should ask."""
        return self._token.cancelled

    def check(self) -> None:
        """Raises RunCancelled when the run has been cancelled."""
        if self._token.cancelled:
            raise RunCancelled(pipeline=self.node)

    def progress(self, done: float, total: float | None = None, message: str = "") -> None:
        """Tells listeners how far the node is, in any unit."""
        self.tell(NodeProgress(self.node, done, total, message))

    def tell(self, event: Event) -> None:
        """Hands an event to the listeners, if there are any."""
        if self._emit is not None:
            self._emit(event)

    def hand_on(self, token: Token) -> None:
        """From now on a cancellation of this call also cancels that token."""
        self._token.tell(token.cancel)

    def keep_from(self, token: Token) -> None:
        """Takes `hand_on` back."""
        self._token.forget(token.cancel)


_INERT = NodeContext()
_current: ContextVar[NodeContext] = ContextVar("compound_node", default=_INERT)


def current_node() -> NodeContext:
    """The context of the node that is running."""
    return _current.get()


def enter(context: NodeContext) -> Restore[NodeContext]:
    """From now on `current_node()` is this context; the answer is for `leave`."""
    return _current.set(context)


def leave(entered: Restore[NodeContext]) -> None:
    """Takes `enter` back."""
    _current.reset(entered)


@contextmanager
def entered(context: NodeContext) -> Iterator[NodeContext]:
    """While a call lasts, `current_node()` is this context, which is its own."""
    before = enter(context)
    context.open = True
    try:
        yield context
    finally:
        context.open = False
        leave(before)
        if context.kept is not None:
            context.kept.ended()
