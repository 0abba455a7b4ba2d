"""What the head and the foot of a report say of all its sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from compound_pipelines.report.section import Section


class Entry(NamedTuple):
    """A section in the list at the top."""

    anchor: str
    title: str
    gist: str


@dataclass(slots=True)
class Contents:
    """A line for each section: all that is kept in memory of what was added."""

    entries: list[Entry] = field(default_factory=list)
    models: set[str] = field(default_factory=set)
    runs: list[str] = field(default_factory=list)
    """Ids of those that a journal knows."""
    seconds: float = 0.0
    failed: int = 0
    complete: bool = True
    """False when the work ended early, by an error or by hand."""

    def note(self, section: Section) -> None:
        self.entries.append(Entry(section.anchor, section.short_title, section.gist))
        self.runs += [section.account.run] if section.account.run else []
        self.models |= section.account.models
        self.seconds += section.account.seconds
        self.failed += section.account.status == "failed"
