"""Why an answer of a node was in the cache or not: which part of its key no earlier one had."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from compound.journal.reading.glimpse import glimpses
from compound.journal.reading.paths import covers, place_of
from compound.journal.reading.recipes import Rested, form_of, rested_on
from compound.journal.reading.runs import NodeRun, details, refuse_unknown_node
from compound.journal.reading.uncached import why_not_cached
from compound.journal.reading.wiring import places

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.journal.journal import Journal
    from compound.nodes.declaration import Declaration

_TOLD = 5
"""Parts of a key that the sentence names."""
_REASONS = {
    "expired": "The kept answer was older than the node's policy allows.",
    "gone": "The answer was kept, but a blob that it leads to had been collected.",
    "broken": "The kept answer was torn, edited or foreign, and was not used.",
    "unreadable": "The kept answer could not be read back as what the node says it returns.",
    "unusable": "The cache could not be read.",
}


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A part of a key that the nearest earlier one had otherwise."""

    part: str
    """As `Key.parts` names it: `input PORT`, `code MODULE:NAME`, `setting NAME`, …"""
    meaning: str
    """What that is; of an input, where it came from."""
    before: str | None
    """A value where it is short, a digest otherwise; None where it was not part of the key."""
    after: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the cache did for one attempt of one node."""

    path: str
    attempt: int
    cache: str | None
    """As `NodeRun.cache`."""
    key: str | None
    sentence: str
    """Why."""
    changes: tuple[ChangedPart, ...]
    """What differs from the nearest earlier answer."""


def explain(
    journal: Journal, cache: Cache, start: str, node: str, nodes: Callable[[], Mapping[str, Declaration]]
) -> list[Explanation]:
    """Every attempt of the nodes that the name means (as `covers` understands it) in the run whose id begins so.

    `nodes` gives the declarations by place in the graph, as far as they are known; it is asked only where the reason
    depends on them. Raises RunUnknown and NodeNotInRun.
    """
    scene = _Scene(journal, cache, start)
    refuse_unknown_node(scene.found.run.id, node, (ran.path for ran in scene.found.nodes))
    meant = [ran for ran in scene.found.nodes if covers(node, ran.path)]
    declared = nodes() if any(ran.cache is None for ran in meant) else {}
    return [scene.explanation(ran, declared.get(place_of(ran.path))) for ran in meant]


class _Scene:
    """A run, and what is known around it."""

    def __init__(self, journal: Journal, cache: Cache, start: str) -> None:
        self.found = details(journal, start)
        self._journal = journal
        self._cache = cache
        with journal.engine.connect() as connection:
            self._graph = places(form_of(connection, self.found.run.id))

    def explanation(self, ran: NodeRun, declaration: Declaration | None) -> Explanation:
        sentence, changes = self._why(ran, declaration)
        return Explanation(ran.path, ran.attempt, ran.cache, ran.key, sentence, changes)

    def _why(self, ran: NodeRun, declaration: Declaration | None) -> tuple[str, tuple[ChangedPart, ...]]:
        match ran.cache:
            case None:
                return why_not_cached(ran, declaration), ()
            case "taken":
                return f"Its result was taken from run {self.found.run.origin}, which this one was done again from.", ()
            case "hit":
                return self._hit(ran), ()
            case "absent":
                return self._absent(ran)
        return _REASONS.get(ran.cache, f"The cache said {ran.cache!r}."), ()

    def _hit(self, ran: NodeRun) -> str:
        parts = self._cache.parts_of(ran.key or "")
        if parts is None:
            return "The answer was kept, and nothing in its key had changed; it is not in the cache any more."
        kept = self._cache.nearest(parts, before=ran.ended)
        when = f" {_date(kept.made)}" if kept is not None and not kept.changed else ""
        return f"The answer had been computed before{when}, and nothing in its key has changed since."

    def _absent(self, ran: NodeRun) -> tuple[str, tuple[ChangedPart, ...]]:
        parts = self._cache.parts_of(ran.key or "") or self._parts(ran)
        if parts is None:
            return "There was no answer to this key, and what the key was made of is not known any more.", ()
        near = self._cache.nearest(parts, before=_began(ran))
        if near is None:
            return f"No earlier answer of {ran.node} is kept.", ()
        if not near.changed:
            return "An equal answer was only just being computed elsewhere.", ()
        theirs = self._cache.parts_of(near.key) or {}
        changes = tuple(self._changes(ran, near.changed, theirs, parts))
        told = "; ".join(change.meaning for change in changes[:_TOLD])
        if len(changes) > _TOLD:
            told += f"; and {len(changes) - _TOLD} more"
        return f"No kept answer fits. The nearest, of {_date(near.made)}, differs in {told}.", changes

    def _parts(self, ran: NodeRun) -> dict[str, str] | None:
        """The parts of a key without an answer, as of a node that failed, from what the journal has of it."""
        recipe = self._recipes.get(place_of(ran.path))
        if recipe is None or not recipe.parts:
            return None
        inputs = {f"input {port}": str(key) for port, key in ran.inputs}
        return {**recipe.parts, **inputs, "seed": str(None)}

    @cached_property
    def _recipes(self) -> Mapping[str, Rested]:
        with self._journal.engine.connect() as connection:
            return rested_on(connection, self.found.run.id, self._graph)

    def _changes(
        self, ran: NodeRun, names: tuple[str, ...], before: Mapping[str, str], after: Mapping[str, str]
    ) -> Iterator[ChangedPart]:
        place = self._graph.get(place_of(ran.path))
        sources = {} if place is None else place.sources()
        with self._journal.engine.connect() as connection:
            values = glimpses(connection, [side.get(name) for name in names for side in (before, after)])
        for name in names:
            one, other = before.get(name), after.get(name)
            yield ChangedPart(name, _meaning(name, sources), values.get(one or "", one), values.get(other or "", other))


def _meaning(part: str, sources: Mapping[str, str]) -> str:
    kind, _, name = part.partition(" ")
    match kind:
        case "input":
            return f"input `{name}`" + (f", which is {sources[name]}" if name in sources else "")
        case "code":
            module, _, function = name.partition(":")
            return f"the code of `{function}` in {module}" if function else f"the source of {module}"
        case "setting" | "package":
            return f"{kind} `{name}`"
        case "weights":
            return f"the weights of {name}"
        case "profile":
            return f"what computes ({name})"
        case "called":
            return "what the node is bound to"
    return f"its {part}"


def _began(ran: NodeRun) -> float:
    return ran.ended - ran.seconds


def _date(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M:%S}"
