"""What one node of a graph will need."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallCost:
    """What a call of a node costs beside the weights of its models. None is unknown, and never nothing."""

    memory: int | None = None
    """Bytes at the peak of the call."""
    seconds: float | None = None
    price: float | None = None
    """In the currency of whoever set it."""


@dataclass(frozen=True, slots=True)
class Need:
    """A node that keeps models or has a price; others cost next to nothing beside them."""

    node: str
    """Id of the step; `each/read` in a body."""
    ref: str
    """`module:Class` of the node."""
    models: tuple[str, ...]
    weights: int | None
    """Bytes of its models once loaded."""
    lane: str
    """Calls of one lane take turns."""
    at_once: int
    """Calls that go on side by side, at the most."""
    calls: int | None
    """None in the body of an `each` or a `loop` whose number of turns is not known before."""
    before: frozenset[str]
    """Those of the needs that have ended when this begins."""
    cost: CallCost

    @property
    def working(self) -> int | None:
        """Bytes of all its calls that go on side by side."""
        return None if self.cost.memory is None else self.cost.memory * self.at_once

    @property
    def turns(self) -> float:
        """Calls one after the other."""
        return max(1, (self.calls or 1) / self.at_once)
