"""What all sections have: who it is about, and how the run went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from compound_pipelines.report.account import Account
from compound_pipelines.report.wording import shortened

MOST_OF_TITLE = 240
"""Characters."""


class Heading(NamedTuple):
    """The place of a section in the report, from 1, and its name; empty for the name that its output has."""

    number: int
    name: str


class Time(NamedTuple):
    """A node in the table of timings."""

    node: str
    calls: int
    recalled: int
    """Results that were there from earlier runs."""
    seconds: float
    share: float
    """Of the seconds of the run, 0 to 1; nodes that ran side by side add up to more than 1."""


@dataclass(frozen=True)
class Section:
    """A run without an output; other sections add theirs."""

    template: ClassVar[str] = "section.html.j2"
    heading: Heading
    account: Account

    @property
    def anchor(self) -> str:
        return f"run-{self.heading.number}"

    @property
    def title(self) -> str:
        return self.heading.name or f"Run {self.heading.number}"

    @property
    def short_title(self) -> str:
        return shortened(self.title, MOST_OF_TITLE)

    @property
    def gist(self) -> str:
        """What came out, in a few words, for the list of runs."""
        return self.account.status

    @property
    def recalled(self) -> bool:
        """Whether anything was there from earlier runs."""
        return any(timing.recalled for timing in self.account.timings.values())

    @property
    def times(self) -> Iterator[Time]:
        whole = self.account.seconds or 1.0
        for node, timing in self.account.timings.items():
            yield Time(node, timing.calls, timing.recalled, timing.seconds, min(1.0, timing.seconds / whole))
