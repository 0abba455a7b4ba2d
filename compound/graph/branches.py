"""Branches, made out of gates and relays so that the scheduler needs to know nothing else.

A branch step is replaced by one gate, which waits for the condition and picks a branch, and by one relay for each
value, which waits for the gate and the value and hands the value on. What only one branch needs (by the graph: every
path from it to a result runs through that branch) waits for the gate too, and so never runs when the branch is not
taken. Steps with an effect are not moved into a branch; they run, unless they were written inside it.

The place of a step is its innermost branch, found by walking the steps backwards: the meet of the places of all that
use it. This is the dominator relation of a DAG, restricted to branches (Cooper, Harvey and Kennedy, 2001, use the same
walk up two chains to a common ancestor).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.graph.effects import has_effect
from compound.graph.shapes import Branch
from compound.graph.step import MISSING, Step
from compound.nodes.lane import GATE, MERGE
from compound.ports.signature import Port

if TYPE_CHECKING:
    from compound.graph.plan import Plan

_RELAYED = Port("relayed", object)


class Place:
    """Inside branch number `index` of the step `owner`, which itself is at `outer`."""

    __slots__ = ("depth", "index", "outer", "owner")

    def __init__(self, outer: Place | None, owner: int, index: int) -> None:
        self.outer = outer
        self.owner = owner
        self.index = index
        self.depth: int = 0 if outer is None else outer.depth + 1


ROOT = Place(None, -1, 0)
Gates = dict[int, list[list[int]]]


def open_branches(plan: Plan) -> Gates:
    """Replaces the branch steps of a plan; returns for each gate the slots that each branch lets go."""
    branches = [step for step in plan.steps if step is not None and isinstance(step.shape, Branch)]
    if not branches:
        return {}
    places = _places(plan, branches)
    gates: Gates = {}
    gate_of: dict[int, int] = {}
    for step in branches:
        gate_of[step.slot] = _open(plan, step, gates)
    for slot, place in enumerate(places):
        guarded = gate_of.get(slot, slot)
        if place is not None and place is not ROOT and plan.steps[slot] is not None:
            gates[gate_of[place.owner]][place.index].append(guarded)
    return gates


def _open(plan: Plan, step: Step, gates: Gates) -> int:
    condition, *values = step.sources
    branch = step.shape
    assert isinstance(branch, Branch)
    gate = _append(plan, Step(len(plan.steps), branch.choose, (condition,), _RELAYED, shape=branch), step.id)
    gate.lane = GATE
    releases: list[list[int]] = []
    for value in values:
        relay = _append(plan, Step(len(plan.steps), _same, (value,), _RELAYED), step.id)
        relay.out = step.slot
        relay.followers = step.followers
        releases.append([relay.slot])
    step.lane = MERGE
    gates[gate.slot] = releases
    return gate.slot


def _append(plan: Plan, step: Step, owner: str) -> Step:
    step.id = owner
    plan.steps.append(step)
    plan.template.append(MISSING)
    return step


def _same(value: Any) -> Any:
    return value


def _places(plan: Plan, branches: list[Step]) -> list[Place | None]:
    places: list[Place | None] = [None] * len(plan.steps)
    children: dict[tuple[int, int], Place] = {}
    written_inside = {slot: (step.slot, k) for step in branches for slot, k in _inside(step).items()}
    for slot in plan.outputs:
        places[slot] = ROOT

    def child(owner: int, index: int) -> Place:
        if (owner, index) not in children:
            children[owner, index] = Place(places[owner], owner, index)
        return children[owner, index]

    unused = []
    for step in reversed(plan.steps):
        if step is None:
            continue
        if has_effect(step, plan.steps):
            places[step.slot] = child(*written_inside[step.slot]) if step.slot in written_inside else ROOT
        place = places[step.slot]
        if place is None:
            unused.append(step)
            continue
        for position, source in enumerate(step.sources):
            lazy = isinstance(step.shape, Branch) and position > 0
            wanted = child(step.slot, position - 1) if lazy else place
            places[source] = _meet(places[source], wanted)
    plan.drop(unused)
    return places


def _meet(one: Place | None, other: Place) -> Place:
    if one is None:
        return other
    while one is not other:
        if one.depth >= other.depth:
            one, other = other, one
        assert other.outer is not None
        other = other.outer
    return one


def _inside(step: Step) -> dict[int, int]:
    assert isinstance(step.shape, Branch)
    return step.shape.inside
