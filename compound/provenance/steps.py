"""How values came to be: the steps that made them, and what these were made of."""

from __future__ import annotations

from dataclasses import dataclass

from compound.journal.reading.runs import NodeRun


@dataclass(frozen=True, slots=True)
class Link:
    """Where a value that a step took came from; nowhere that is known when both `step` and `input` are empty."""

    port: str
    """What the step took it as: a port, `[3]` of a list, `then` of a branch."""
    step: str = ""
    """Path of the step that made it, such as `each[3]/read`."""
    input: str = ""
    """Name of the input of the run that it is."""
    field: str = ""
    """What was taken of that: `.kind.name`, `[0]`, or nothing for all of it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A step that made a value."""

    path: str
    kind: str
    """`node`, `build`, what is put together (`list`, `tuple`, `dict`), `when`, `switch`, `fallback`, `each`, `loop`."""
    links: tuple[Link, ...]
    """What it was made of; constants left out."""
    ran: NodeRun | None = None
    """The call that gave it; None for a node that did not come to an end, and for steps that only shape the graph."""
    decision: str = ""
    """Which branch was taken, or which fallback."""
