"""From any output of a run back to all that it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from compound.errors.workflow import InvalidWorkflow
from compound.journal.journal import Journal
from compound.journal.reading.runs import RunSummary
from compound.provenance.matching import MatchedWiring
from compound.provenance.recorded import Recorded, recorded
from compound.provenance.steps import Link, Made


@dataclass(frozen=True, slots=True)
class Lineage:
    """What one value of a run came from."""

    run: RunSummary
    output: str | None
    """Key of the value; None when it has none, or was not made."""
    ends: tuple[Link, ...]
    """Where the value was made; nothing for a constant."""
    steps: Mapping[str, Made]
    """All steps behind it, by path, each after one that took its value."""
    inputs: Mapping[str, str | None]
    """Keys of the inputs of the run behind it, by name."""
    exact: bool
    """False where the graph of the run has no serialised form, and steps were linked by equal values alone."""
    conflicts: tuple[str, ...]
    """Paths of nodes that took another value than the graph says, as after a resumption with other code."""

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the models behind the value, in alphabetical order."""
        return tuple(sorted({model for made in self.steps.values() if made.ran for model in made.ran.models}))


class Wiring(Protocol):
    """What the steps of a run were made of."""

    def end(self) -> tuple[Link, ...]:
        """Where the output of the run was made."""
        ...

    def made(self, path: str) -> Made:
        """The step at a path. Raises PathUnknown."""
        ...


def lineage(journal: Journal, start: str, of: str | None = None) -> Lineage:
    """What the output of the run whose id begins so came from, or that of the step at the path `of`.

    Steps are linked by the run's own graph: of branches the one that was taken, of items and turns each its own.
    Raises RunUnknown and PathUnknown.
    """
    known = recorded(journal, start)
    wiring = _wiring(known)
    ends = wiring.end() if of is None else (Link("output", step=of),)
    return _lineage(known, wiring, ends, known.output if of is None else _output(known, of))


def whole(journal: Journal, start: str) -> Lineage:
    """All that the run whose id begins so finished, also what its output does not rest on. Raises RunUnknown."""
    known = recorded(journal, start)
    wiring = _wiring(known)
    ends = wiring.end()
    return _lineage(known, wiring, ends, known.output, (*ends, *(Link("", step=path) for path in known.ran)))


def _lineage(
    known: Recorded, wiring: Wiring, ends: tuple[Link, ...], output: str | None, starts: tuple[Link, ...] = ()
) -> Lineage:
    steps = _behind(wiring, starts or ends)
    links = [*ends, *(link for made in steps.values() for link in made.links)]
    reached = {link.input for link in links if link.input}
    return Lineage(
        run=known.run,
        output=output,
        ends=ends,
        steps=steps,
        inputs={name: key for name, key in known.inputs.items() if name in reached},
        exact=not isinstance(wiring, MatchedWiring),
        conflicts=tuple(_conflicts(steps)),
    )


def _wiring(known: Recorded) -> Wiring:
    from compound.provenance.wiring import GraphWiring
    from compound.workflow.forms import parse

    if known.form is None:
        return MatchedWiring(known)
    try:
        return GraphWiring(parse(known.form), known)
    except InvalidWorkflow:  # of another version
        return MatchedWiring(known)


def _output(known: Recorded, path: str) -> str | None:
    ran = known.ran.get(path)
    return None if ran is None else ran.output


def _behind(wiring: Wiring, ends: Iterable[Link]) -> dict[str, Made]:
    steps: dict[str, Made] = {}
    waiting = [*reversed(tuple(ends))]
    while waiting:
        path = waiting.pop().step
        if path and path not in steps:
            made = steps[path] = wiring.made(path)
            waiting += reversed(made.links)
    return steps


def _conflicts(steps: Mapping[str, Made]) -> Iterator[str]:
    """Nodes that took something else than what the step gave that they are linked to."""
    for path, made in steps.items():
        taken = {} if made.ran is None else dict(made.ran.inputs)
        links = Counter(link.port for link in made.links)
        whole_values = (link for link in made.links if link.port in taken and links[link.port] == 1 and not link.field)
        given = ((taken[link.port], _given(steps, link)) for link in whole_values)
        if any(key is not None and key != took for took, key in given):
            yield path


def _given(steps: Mapping[str, Made], link: Link) -> str | None:
    source = steps.get(link.step)
    return None if source is None or source.ran is None else source.ran.output
