"""What the journal has of one run, as tracing needs it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from compound.journal.journal import Journal
from compound.journal.reading.recipes import form_of
from compound.journal.reading.runs import NodeRun, RunSummary, details

_PASS = re.compile(r"\[(\d+)\]/")


@dataclass(frozen=True)
class Recorded:
    """One run."""

    run: RunSummary
    form: str | None
    """The serialised form of its graph as JSON; None for a graph that has none."""
    output: str | None
    """Key of its output."""
    inputs: dict[str, str | None]
    """Keys by port."""
    ran: dict[str, NodeRun]
    """Calls that succeeded, by path, in the order in which they were committed; of several the last."""
    decisions: dict[str, str]
    """By path; of several the last."""

    @cached_property
    def passes(self) -> dict[str, int]:
        """How many items of each `each`, and turns of each `loop`, left a trace, by path."""
        return _passes([*self.ran, *self.decisions])


def recorded(journal: Journal, start: str) -> Recorded:
    """The run whose id begins so. Raises RunUnknown."""
    found = details(journal, start)
    with journal.engine.connect() as connection:
        form = form_of(connection, found.run.id)
    return Recorded(
        run=found.run,
        form=form,
        output=found.output,
        inputs=found.inputs,
        ran={node.path: node for node in found.nodes if node.status == "succeeded"},
        decisions={decision["path"]: decision["what"] for decision in found.decisions},
    )


def _passes(paths: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in paths:
        for match in _PASS.finditer(path):
            around = path[: match.start()]
            found[around] = max(found.get(around, 0), int(match[1]) + 1)
    return found
