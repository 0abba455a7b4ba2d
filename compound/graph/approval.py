"""`approve`: a person decides whether the graph goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

from annotated_types import Gt

from compound.nodes.function import node
from compound.run.decision import Silence

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
# Type checkers take the first overload of `node` that could fit, and a `T` could be a coroutine.
_asking = cast(Callable[[F], F], node(blocking=True, cache=False))


@_asking
def approve(
    value: T,
    question: str = "Go on with this?",
    *,
    timeout: Annotated[float, Gt(0)] | None = None,
    on_timeout: Silence = "reject",
) -> T:
    """Asks a person whether to go on with this value, and hands it on; Rejected when the answer is no.

    The terminal asks, unless the run was given an `approver`: a function of the value and the question that returns a
    bool or a `Decision`. A Prefect flow pauses and shows a form. Who decided what, when and about which digest is kept
    in the journal, if there is one. An approval holds for equal values when a run goes on after it was broken off;
    a value that has changed is asked about again.

    When nobody has answered `timeout` seconds after the question was shown, the answer is what `on_timeout` says, and
    ApprovalTimeout is raised for "fail".
    """
    from compound.run.approval import ask

    ask(value, question, timeout, on_timeout)
    return value
