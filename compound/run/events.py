"""What happens in a run, as typed events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from compound.run.result import Failed, Run


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a run."""

    node: str
    """Id of the node; for the run itself the name of the pipeline."""


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    """A run began; `nodes` are the ids in topological order. Nodes in bodies (`each[3]/read`) are not among them."""

    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeStarted(Event):
    """An attempt of a node began (the first is 1)."""

    attempt: int = 1


@dataclass(frozen=True, slots=True)
class NodeProgress(Event):
    """A node said how far it is; an `each` or a `loop` says so after every item or turn."""

    done: float
    total: float | None
    message: str


@dataclass(frozen=True, slots=True)
class NodePartial(Event):
    """A generator node yielded a part of its output."""

    value: Any


@dataclass(frozen=True, slots=True)
class NodeFinished(Event):
    """A node ended, or its result was there from before: `recalled`."""

    status: Literal["succeeded", "recalled", "failed", "retrying"]
    seconds: float
    failure: Failed | None = None


@dataclass(frozen=True, slots=True)
class RunFinished(Event):
    """A run ended; always the last event."""

    run: Run[Any]


def both(one: Callable[[Event], None], other: Callable[[Event], None] | None) -> Callable[[Event], None]:
    """A listener that hands events to two; the other may be missing."""
    if other is None:
        return one

    def tell(event: Event) -> None:
        one(event)
        other(event)

    return tell
