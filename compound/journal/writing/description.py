"""What the journal says of a pipeline's graph: its serialised form, and what each node's answers rest on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from compound.errors.store import NotKeyable, WeightsUnknown
from compound.errors.workflow import WorkflowError
from compound.graph.shapes import Each, Loop
from compound.keys.recipe import Recipe, recipe_of
from compound.keys.value import key_of

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.graph.plan import Plan
    from compound.nodes.declaration import Declaration


@dataclass(frozen=True, slots=True)
class Description:
    """A graph as data."""

    form: str | None
    """The serialised form as JSON; None for a graph that has none."""
    digest: str | None
    """`key_of` the form."""
    nodes: dict[str, Declaration]
    """What each step calls, by its id with those of the bodies around it."""


_known: WeakKeyDictionary[Plan, Description] = WeakKeyDictionary()


def describe(pipeline: Pipeline[Any, Any]) -> Description:
    """The description of a pipeline's graph, which is made once."""
    plan = pipeline.plan
    if plan not in _known:
        form = _form(pipeline)
        _known[plan] = Description(form, None if form is None else key_of(form), dict(_calls(plan, "")))
    return _known[plan]


def recipes_of(description: Description) -> dict[str, Recipe | None]:
    """What the answers of each step rest on now; None where that cannot be told."""
    nodes = description.nodes
    found = {declaration: _recipe(declaration) for declaration in set(nodes.values())}
    return {path: found[declaration] for path, declaration in nodes.items()}


def _recipe(declaration: Declaration) -> Recipe | None:
    try:
        return recipe_of(declaration)
    except (NotKeyable, WeightsUnknown):
        return None


def _form(pipeline: Pipeline[Any, Any]) -> str | None:
    try:
        return json.dumps(pipeline.spec())
    except WorkflowError:
        return None


def _calls(plan: Plan, around: str) -> Iterator[tuple[str, Declaration]]:
    for step in plan.steps[: plan.size]:
        if step is None:
            continue
        if step.declaration is not None:
            yield around + step.id, step.declaration
        if isinstance(step.shape, Each | Loop):
            yield from _calls(step.shape.body, f"{around}{step.id}/")
