"""A lineage as a tree, from the output down to the inputs; what is reached again is told once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compound.seeing.duration import duration
from compound_pipelines.cli.telling.wording import counted, one_line

if TYPE_CHECKING:
    from compound.provenance.ancestry import Lineage
    from compound.provenance.steps import Link, Made

MOST = 5
"""Items, turns and parts of a list that are shown of each."""

_KNOWN = {"hit": "from the cache", "taken": "taken from the run before"}
_MANY = ("each", "loop", "list", "tuple", "dict")


def lines_of_tree(found: Lineage) -> Iterator[str]:
    """Lines, indented by two spaces a level. What is beyond `MOST` is counted, and told nowhere else."""
    told: set[str] = set()
    waiting: list[tuple[int, Link | str]] = [(0, link) for link in reversed(found.ends)]
    while waiting:
        depth, link = waiting.pop()
        if isinstance(link, str):
            yield "  " * depth + link
            continue
        again = link.step in told
        made = found.steps.get(link.step)
        yield f"{'  ' * depth}{one_line(link.port)}: {_source(link, made, again)}"
        if made is not None and not again:
            told.add(link.step)
            waiting += reversed([(depth + 1, below) for below in _shown(made)])


def _shown(made: Made) -> Iterator[Link | str]:
    further = len(made.links) - MOST if made.kind in _MANY else 0
    if further > 1:
        yield from made.links[:MOST]
        yield f"… and {further} more"
    else:
        yield from made.links


def _source(link: Link, made: Made | None, again: bool) -> str:
    if link.input:
        return one_line(f"input {link.input}{link.field}")
    if made is None:
        return "not known"
    name = one_line(f"{made.path} {link.field}".rstrip())
    return f"{name} (above)" if again else ", ".join([name, *_facts(made)])


def _facts(made: Made) -> Iterator[str]:
    if made.kind in ("each", "loop"):
        passes = sum(link.port.startswith(("[", "until")) for link in made.links)
        yield counted(passes, "item" if made.kind == "each" else "turn")
    if made.decision:
        yield f"decided {one_line(made.decision)}"
    if made.ran is not None:
        yield _KNOWN.get(made.ran.cache or "") or f"computed in {duration(made.ran.seconds)}"
        if made.ran.attempt > 1:
            yield f"attempt {made.ran.attempt}"
        if made.ran.models:
            yield f"with {', '.join(map(one_line, made.ran.models))}"
    elif made.kind in ("node", "build"):
        yield "did not finish"
