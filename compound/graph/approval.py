"""`approve`: a person decides whether the graph goes on."""

from __future__ import annotations

from typing import TypeVar

from compound.nodes.function import node

T = TypeVar("T")


@node(blocking=True, cache=False)
def approve(value: T, question: str = "Go on with this?") -> T:
    """Asks a person whether to go on with this value; Rejected when the answer is no.

    The terminal asks, unless the run was given an `approver`.
    """
    from compound.run.approval import ask

    ask(value, question)
    return value
