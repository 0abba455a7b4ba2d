"""The nodes of a plan that need something, in the order in which they become ready."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from compound.catalogue import catalogue
from compound.forecasting.need import CallCost, Need
from compound.forecasting.timings import seconds_a_call
from compound.graph.shapes import Each, Loop
from compound.nodes.lane import DEVICE
from compound.run.lanes.choice import place_of

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration

_CORES = os.cpu_count() or 1


def needs(plan: Plan, known: Mapping[int, Any]) -> list[Need]:
    """Needs of the nodes of a plan and of the bodies in it. `known` are values by slot, as far as they are there."""
    found: list[Need] = []
    _Walk(plan, dict(known), found, "", 1, frozenset()).go()
    return found


class _Walk:
    """One pass through a plan, or through the body of a step; `calls` is None where nobody knows how many there are."""

    def __init__(
        self,
        plan: Plan,
        known: dict[int, Any],
        found: list[Need],
        prefix: str,
        calls: int | None,
        before: frozenset[str],
    ) -> None:
        self._plan, self._known, self._found = plan, known, found
        self._prefix, self._calls, self._before = prefix, calls, before
        self._behind: dict[int, frozenset[str]] = {}
        """Nodes with needs that end before a slot is filled."""

    def go(self) -> frozenset[str]:
        """Adds what it finds; the nodes with needs that end before the plan does."""
        for step in self._plan.steps[: self._plan.size]:
            if step is not None:
                self._behind[step.out] = self._behind[step.slot] = self._visit(step)
        return frozenset().union(*self._behind.values())

    def _visit(self, step: Step) -> frozenset[str]:
        before = self._before.union(*(self._behind.get(slot, frozenset()) for slot in step.sources))
        inputs = [self._known[slot] for slot in step.sources if slot in self._known]
        if isinstance(step.shape, Each | Loop):
            return before | self._open(step, step.shape, before)
        if step.declaration is None:
            return before
        self._foresee(step, step.declaration, inputs)
        if not _counts(step.declaration):
            return before
        need = self._need(step, step.declaration, tuple(inputs), before)
        self._found.append(need)
        return before | {need.node}

    def _open(self, step: Step, shape: Each | Loop, before: frozenset[str]) -> frozenset[str]:
        items = self._known.get(step.sources[0]) if isinstance(shape, Each) else None
        first = {shape.body.inputs[0][0]: items[0]} if items else {}
        calls = len(items) if isinstance(items, list | tuple) else None
        return _Walk(shape.body, first, self._found, f"{self._prefix}{step.id}/", calls, before).go()

    def _foresee(self, step: Step, declaration: Declaration, inputs: list[Any]) -> None:
        """What comes out, where the node can say so without running and all that it takes is known."""
        foresee = getattr(declaration.settings, "foresee", None)
        if foresee is not None and len(inputs) == len(step.sources):
            foreseen = foresee(*inputs)
            if foreseen is not None:
                self._known[step.out] = foreseen

    def _need(self, step: Step, declaration: Declaration, inputs: tuple[Any, ...], before: frozenset[str]) -> Need:
        policy, models = declaration.policy, _models(declaration)
        together = 1 if policy.batch is None or self._calls is None else min(policy.batch, self._calls)
        told = catalogue().call_cost(declaration.settings, inputs, together)
        seconds = told.seconds or seconds_a_call(declaration.ref)
        return Need(
            node=f"{self._prefix}{step.id}",
            ref=declaration.ref,
            models=models,
            weights=declaration.settings.footprint() if models else policy.memory,
            lane=place_of(declaration),
            at_once=1 if declaration.lane == DEVICE else min(_CORES, _CORES if self._calls is None else self._calls),
            calls=self._calls,
            before=before,
            cost=CallCost(told.memory, seconds, policy.cost if policy.cost is not None else told.price),
        )


def _counts(declaration: Declaration) -> bool:
    return bool(_models(declaration)) or declaration.policy.cost is not None or declaration.policy.memory is not None


def _models(declaration: Declaration) -> tuple[str, ...]:
    return tuple(getattr(declaration.settings, "models", ()))
