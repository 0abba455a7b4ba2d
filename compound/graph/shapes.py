"""Steps that shape the graph instead of computing: a branch, a body for each item, a loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound.graph.plan import Plan


@dataclass(eq=False, slots=True)
class Branch:
    """One of several values, of which only the chosen one is computed.

    The step's first source is the condition (for a fallback: the primary value, whose failure chooses), the others
    are the values in the order of `labels`.
    """

    kind: str
    """`when`, `switch` or `fallback`, as the drawing shows it."""
    labels: tuple[str, ...]
    choose: Callable[[Any], int]
    """From the condition to the index of a branch."""
    keys: tuple[Any, ...] = ()
    """What `switch` compares the condition with."""
    inside: dict[int, int] = field(default_factory=dict)
    """Slots of steps written inside a branch (`lambda: …`), to the index of that branch."""

    @property
    def tolerant(self) -> bool:
        """Whether a failure of the condition is a choice."""
        return self.kind == "fallback"


@dataclass(eq=False, slots=True)
class Each:
    """A body run for every item of the first source; further sources are outer values that the body uses."""

    body: Plan
    kind: str = "each"


@dataclass(eq=False, slots=True)
class Loop:
    """A body run on the first source again and again; it delivers the next state and whether to stop."""

    body: Plan
    limit: int
    kind: str = "loop"


Shape = Branch | Each | Loop


def never_called(*values: Any) -> Any:
    """What stands for the function of a step with a shape, which the scheduler opens instead."""
    raise AssertionError("the scheduler opens this step; it is never called")
