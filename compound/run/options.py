"""How a run is done. None of it changes what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from compound.run.decision import Approver
    from compound.run.events import Event
    from compound.run.memory import Memory


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The keyword arguments of `pipeline.using(…)`."""

    check: Literal["fixed", "full"] = "fixed"
    """`full` checks every item of long containers, and compares every input before and after each node."""
    listener: Callable[[Event], None] | None = None
    """Called with every event, in the thread that drives the run."""
    approver: Approver | None = None
    """Answers `approve`: given the value and the question, whether to go on, as a bool or a Decision."""
    window: int = 256
    """How many items of a `map` or an `each` are in flight at once, at the most."""
    grace: float = 1.0
    """Seconds that threads get to notice a cancellation before they are given up and named."""
    memory: Memory | None = None
    """Remembers what ran, and may know results from before: `compound.journal.writing.recording`."""
