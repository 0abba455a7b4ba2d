"""What all sections have: who it is about, and how the run went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from compound import Run


class Time(NamedTuple):
    """A node in the table of timings."""

    node: str
    calls: int
    seconds: float
    share: float
    """Of the seconds of the run, 0 to 1; nodes that ran side by side add up to more than 1."""


@dataclass(frozen=True)
class Section:
    """A run without an output; other sections add theirs."""

    template: ClassVar[str] = "section.html.j2"
    run: Run[Any]
    number: int

    @property
    def anchor(self) -> str:
        return f"run-{self.number}"

    @property
    def title(self) -> str:
        return f"Run {self.number}"

    @property
    def gist(self) -> str:
        """What came out, in a few words, for the list of runs."""
        return self.run.status

    @property
    def times(self) -> Iterator[Time]:
        whole = self.run.seconds or 1.0
        for node, timing in self.run.timings.items():
            yield Time(node, timing.calls, timing.seconds, min(1.0, timing.seconds / whole))
