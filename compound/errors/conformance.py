"""What can be wrong with a place to run pipelines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compound.errors.root import CompoundError

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing of which not the same is seen here and on the backend."""

    what: str
    """`result`, `failure of boom`, `node run each[3]/read`, `decision when`."""
    here: tuple[str, ...]
    """What only the local run has."""
    there: tuple[str, ...]
    """What only the backend has."""

    def __str__(self) -> str:
        lines = [f"  {self.what}", *(f"    here:  {said}" for said in self.here)]
        return "\n".join([*lines, *(f"    there: {said}" for said in self.there)])


class BackendDiffers(CompoundError, AssertionError):
    """Raised when a backend does not do with a graph what a local run does."""

    def __init__(self, *, pipeline: str, inputs: tuple[Any, ...], differences: tuple[Difference, ...]) -> None:
        self.pipeline, self.inputs, self.differences = pipeline, inputs, differences
        more = len(differences) - _SHOWN
        shown = [str(difference) for difference in differences[:_SHOWN]]
        super().__init__(
            "\n".join(
                [
                    f"the backend does not do what a local run does with {pipeline} on {inputs!r}; these differ:",
                    *shown,
                    *([f"  and {more} more"] if more > 0 else []),
                ]
            )
        )
