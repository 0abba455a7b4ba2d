"""What remembers runs, as the engine sees it: it is asked before a call, and told what came of it.

A run without a memory pays nothing for it. What a memory raises is no failure of a node: it ends the run.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.decision import Verdict
    from compound.run.frame import Frame
    from compound.run.result import Failed


@dataclass(frozen=True, slots=True)
class Known:
    """A result that is there from before."""

    value: Any
    models: Collection[str] = ()
    """Names of those behind it."""


@dataclass(frozen=True, slots=True)
class Later:
    """A result that somebody else is computing."""

    seconds: float
    """When to ask again."""


class Memory(Protocol):
    """Remembers runs. Safe from any thread."""

    def begin(self, pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...]) -> Remembered:
        """A run on bound inputs begins; what remembers its outermost frame."""
        ...


class Remembered(Protocol):
    """Remembers what happens in one frame. Called in the thread that drives the run."""

    @property
    def run(self) -> str:
        """Id of the run that the frame belongs to."""
        ...

    def recall(self, frame: Frame, step: Step) -> Known | Later | None:
        """The result of a step whose inputs are there, checked, if it is known; None where it has to be computed."""
        ...

    def calling(self, frame: Frame, step: Step, node: Declaration, attempt: int) -> None:
        """A call is handed to a lane: of the step's own node, or of a fallback of it. The call waits for this."""
        ...

    def uncalled(self, frame: Frame, step: Step) -> None:
        """A call that was handed to a lane was taken back before it began."""
        ...

    def succeeded(self, frame: Frame, step: Step, value: Any, seconds: float) -> None:
        """A call gave a checked value. What follows waits for this."""
        ...

    def failed(
        self, frame: Frame, step: Step, status: Literal["retrying", "failed"], seconds: float, failed: Failed
    ) -> None:
        """An attempt failed; whether another follows."""
        ...

    def decided(self, frame: Frame, step: Step, what: str | Verdict) -> None:
        """A branch was chosen, or a fallback; or a person decided."""
        ...

    def inside(self, frame: Frame, step: Step) -> Remembered:
        """What remembers an item or a turn in the body of a step of this frame."""
        ...

    def ended(self, frame: Frame, ending: Ending) -> None:
        """The run has ended, whose outermost frame this is."""
        ...


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended."""

    status: Literal["succeeded", "failed", "cancelled"]
    seconds: float
    models: Collection[str]
    """Names of those that were used; of a `map` also those of the items before."""


def tell_end(frame: Frame, seconds: float, models: Collection[str]) -> None:
    """Tells the frame's memory, if there is one, how its run ended; what is not done was cancelled."""
    if frame.memory is not None:
        frame.memory.ended(frame, Ending(_status(frame), seconds, models))


def _status(frame: Frame) -> Literal["succeeded", "failed", "cancelled"]:
    if not frame.done:
        return "cancelled"
    return "succeeded" if frame.whole else "failed"
