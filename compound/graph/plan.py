"""A recorded graph, compiled: tables that the scheduler walks without looking anything up.

Everything is indexed by slot. `steps` holds what runs, in topological order: the steps of the graph, then the gates
and relays that branches turn into (see branches.py). `template` is the table of values with the constants in place.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from compound.graph.branches import open_branches
from compound.graph.effects import has_effect, refuse_unused
from compound.graph.projection import Projection
from compound.nodes.lane import INLINE, MERGE

if TYPE_CHECKING:
    import networkx

    from compound.graph.step import Step
    from compound.graph.trace import Trace
    from compound.ports.signature import Port


class Plan:
    """A compiled graph. Immutable by convention and shared by all runs."""

    __slots__ = (
        "__weakref__",
        "branches",
        "entries",
        "gates",
        "guarded",
        "has_effects",
        "inputs",
        "name",
        "nests",
        "outputs",
        "pending",
        "size",
        "started_first",
        "steps",
        "template",
    )

    name: str
    inputs: tuple[tuple[int, Port], ...]
    """Slot and port of each input; hidden inputs of a body come last."""
    outputs: tuple[int, ...]
    """Slots of the results."""
    template: list[Any]
    nests: list[range]
    """Slots of the steps of each pipeline that was nested."""
    gates: dict[int, list[list[int]]]
    """For each gate, the steps that each of its branches lets go."""
    guarded: frozenset[int]
    """All steps that a gate lets go."""
    has_effects: bool
    size: int
    """Slots of the graph itself; those above belong to gates and relays."""
    pending: list[int]
    """How many results each step waits for."""
    entries: list[int]
    """Inline steps that wait for nothing, last first, as a stack wants them."""
    started_first: list[int]
    """Steps of other lanes that wait for nothing: they are started before inline ones run."""

    def __init__(self, trace: Trace, outputs: tuple[int, ...]) -> None:
        self.name = trace.name
        self.inputs = tuple(trace.inputs) + tuple((inner._slot, inner._port) for _, inner in trace.captured.values())
        self.outputs = outputs
        self.template = trace.constants
        self.size = len(trace.steps)
        self.steps: list[Step | None] = trace.steps
        self.nests = trace.nests
        self.has_effects = any(step is not None and has_effect(step, self.steps) for step in self.steps)
        self.gates = open_branches(self)
        self.guarded = frozenset(chain.from_iterable(chain.from_iterable(self.gates.values())))
        if not self.gates:
            self._find_unused()
        self._link()
        trace.close()

    def drop(self, unused: list[Step]) -> None:
        """Forgets steps that nothing uses; raises UnusedNode where that is a mistake."""
        if unused:
            refuse_unused(self.name, self.steps, unused, self.nests)
        for step in unused:
            self.steps[step.slot] = None

    def _find_unused(self) -> None:
        needed = bytearray(self.size)
        for slot in self.outputs:
            needed[slot] = 1
        unused = []
        for step in reversed(self.steps):
            if step is None:
                continue
            if needed[step.slot] or (self.has_effects and has_effect(step, self.steps)):
                for source in step.sources:
                    needed[source] = 1
            else:
                unused.append(step)
        self.drop(unused)

    def _link(self) -> None:
        steps = self.steps
        self.pending = pending = [0] * len(steps)
        for step in steps:
            if step is None:
                continue
            step.link()
            if step.lane == MERGE:
                continue
            slot = step.slot
            for source in step.sources:
                producer = steps[source]
                if producer is not None:
                    producer.followers.append(slot)
                    pending[slot] += 1
        for releases in self.gates.values():
            for slot in chain.from_iterable(releases):
                pending[slot] += 1
        waiting = [step for step in steps if step is not None and not pending[step.slot] and step.lane != MERGE]
        self.entries = [step.slot for step in reversed(waiting) if step.lane == INLINE]
        self.started_first = [step.slot for step in waiting if step.lane != INLINE]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of the nodes in topological order; reading a field is no node."""
        steps = self.steps[: self.size]
        return tuple(step.id for step in steps if step is not None and not isinstance(step.call, Projection))

    @property
    def graph(self) -> networkx.DiGraph[str]:
        """The graph for people and algorithms: nodes by id, with `step`; edges with `port`."""
        from compound.graph.view import as_networkx

        return as_networkx(self)
