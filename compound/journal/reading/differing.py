"""What differs between two runs, and where it begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from compound.journal.journal import Journal
from compound.journal.reading.glimpse import glimpses
from compound.journal.reading.recipes import Rested, form_of, rested_on
from compound.journal.reading.runs import NodeRun, RunSummary, details
from compound.journal.reading.wiring import Place, places


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not the same in both runs."""

    what: str
    before: str | None
    """None where it is not in the first run."""
    after: str | None
    """None where it is not in the second."""

    def showing(self, values: Mapping[str, str]) -> Change:
        """The same with values in place of their keys, unless that would hide what differs."""
        before, after = (values.get(key or "", key) for key in (self.before, self.after))
        return self if before == after else Change(self.what, before, after)


@dataclass(frozen=True, slots=True)
class NodeChange:
    """One node run, as it ended in each of two runs."""

    path: str
    changes: tuple[Change, ...]
    """Of `input PORT`, `output`, `status`, `error`, `attempts` and `cache` those that differ; `status` alone where it
    is in one of the runs only, none where only the time differs."""
    seconds: tuple[float | None, float | None]
    """None where it is not in that run."""
    is_cause: bool
    """Whether it ended otherwise on the same inputs: what differs after it may do so because of it."""

    @property
    def ratio(self) -> float | None:
        """How many times as long the second took; None where one of them took no time."""
        before, after = self.seconds
        return after / before if before and after else None


@dataclass(frozen=True, slots=True)
class RunsDiffer:
    """Two runs, and all that differs between them. Values are JSON where they are short, keys otherwise."""

    before: RunSummary
    after: RunSummary
    graph: tuple[Change, ...] | None
    """Steps that were added or removed, by their path, and ports that are fed otherwise, by `PATH.PORT`; None where a
    graph has no serialised form."""
    inputs: tuple[Change, ...]
    """By port."""
    recipes: dict[str, tuple[Change, ...]]
    """What the answers of a node rest on, part by part, by the place of the node (`each/read`)."""
    nodes: tuple[NodeChange, ...]
    """All node runs, in the order of the first run."""
    decisions: tuple[Change, ...]
    """By path."""
    output: Change | None

    @property
    def causes(self) -> tuple[NodeChange, ...]:
        """Where the difference begins: the nodes that ended otherwise on the same inputs."""
        return tuple(node for node in self.nodes if node.is_cause)


def difference(journal: Journal, before: str, after: str) -> RunsDiffer:
    """What differs between the runs whose ids begin so. Raises RunUnknown."""
    one, other = _Side(journal, before), _Side(journal, after)
    raw = RunsDiffer(
        before=one.found.run,
        after=other.found.run,
        graph=None if one.form is None or other.form is None else tuple(_graph(one.graph, other.graph)),
        inputs=_pairs(one.found.inputs, other.found.inputs),
        recipes=dict(_recipes(one.recipes, other.recipes)),
        nodes=tuple(_nodes(one, other)),
        decisions=_pairs(one.decided(), other.decided()),
        output=next(iter(_pairs({"output": one.found.output}, {"output": other.found.output})), None),
    )
    return _with_values(journal, raw)


class _Side:
    """One of the two runs."""

    def __init__(self, journal: Journal, start: str) -> None:
        self.found = details(journal, start)
        with journal.engine.connect() as connection:
            self.form = form_of(connection, self.found.run.id)
            self.graph = places(self.form)
            self.recipes = rested_on(connection, self.found.run.id, self.graph)
        self.nodes = {node.path: node for node in self.found.nodes}  # of several attempts the last
        self._errors = {error["path"]: error for error in self.found.errors}

    def told(self, path: str) -> dict[str, str | None]:
        """How a node run came out."""
        node = self.nodes[path]
        error = self._errors[path] if node.status == "failed" else None
        return {
            **{f"input {port}": key for port, key in node.inputs},
            "output": node.output,
            "status": node.status,
            "error": f"{error['type']}: {error['message']}" if error else None,
            "attempts": str(node.attempt),
            "cache": node.cache,
        }

    def decided(self) -> dict[str, str | None]:
        told: dict[str, list[str]] = {}
        for decision in self.found.decisions:
            told.setdefault(decision["path"], []).append(decision["what"])
        return {path: ", ".join(what) for path, what in told.items()}


def _pairs(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> tuple[Change, ...]:
    """What differs between two mappings, in their order."""
    pairs = ((name, before.get(name), after.get(name)) for name in {**before, **after})
    return tuple(Change(name, one, other) for name, one, other in pairs if one != other)


def _graph(before: Mapping[str, Place], after: Mapping[str, Place]) -> Iterator[Change]:
    yield from _pairs(*({path: place.kind for path, place in side.items()} for side in (before, after)))
    for path in before:
        if path in after:
            sources = (place.sources() for place in (before[path], after[path]))
            yield from _pairs(*({f"{path}.{port}": told for port, told in side.items()} for side in sources))


def _recipes(before: Mapping[str, Rested], after: Mapping[str, Rested]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    for place in before:
        if place in after and before[place].digest != after[place].digest:
            yield place, tuple(sorted(_pairs(before[place].parts, after[place].parts), key=lambda part: part.what))


def _nodes(before: _Side, after: _Side) -> Iterator[NodeChange]:
    for path in {**before.nodes, **after.nodes}:
        one, other = before.nodes.get(path), after.nodes.get(path)
        if one is not None and other is not None:
            changes = _pairs(before.told(path), after.told(path))
            ended = any(change.what in ("output", "status") for change in changes)
            yield NodeChange(path, changes, (one.seconds, other.seconds), ended and _same_inputs(one, other))
        elif one is not None:
            yield NodeChange(path, (Change("status", one.status, None),), (one.seconds, None), False)
        elif other is not None:
            yield NodeChange(path, (Change("status", None, other.status),), (None, other.seconds), False)


def _same_inputs(one: NodeRun, other: NodeRun) -> bool:
    """Whether they certainly are the same: of what has no key nobody knows."""
    return one.inputs == other.inputs and all(key is not None for _, key in one.inputs)


def _with_values(journal: Journal, raw: RunsDiffer) -> RunsDiffer:
    """The same with values in place of keys where they are short."""
    output = () if raw.output is None else (raw.output,)
    told = [*raw.inputs, *output, *(change for node in raw.nodes for change in node.changes)]
    with journal.engine.connect() as connection:
        values = glimpses(connection, {key for change in told for key in (change.before, change.after)})
    return replace(
        raw,
        inputs=tuple(change.showing(values) for change in raw.inputs),
        nodes=tuple(
            replace(node, changes=tuple(change.showing(values) for change in node.changes)) for node in raw.nodes
        ),
        output=raw.output and raw.output.showing(values),
    )
