"""The nodes of a plan and of the bodies in it, in the order in which people are told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compound.graph.projection import Projection
from compound.graph.shapes import Branch, Each, Loop

if TYPE_CHECKING:
    from compound.graph.plan import Plan


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the plan or of a body in it, by the name that timings use, and how deep it lies."""

    name: str
    depth: int
    timed: bool
    """Whether it has a time of its own: branches have none."""
    inner: tuple[str, ...]
    """Nodes of its body that do work of their own."""
    cost: float | None
    """Price of a call, if known."""


def places(plan: Plan, prefix: str = "", depth: int = 0) -> Iterator[Place]:
    """The nodes of a plan, each followed by those of its body. Fields that are read are no work and left out."""
    for step in plan.steps[: plan.size]:
        if step is None or isinstance(step.call, Projection):
            continue
        name = prefix + step.id
        body = step.shape.body if isinstance(step.shape, Each | Loop) else None
        inside = [] if body is None else list(places(body, f"{name}/", depth + 1))
        working = tuple(place.name for place in inside if not place.inner)
        cost = None if step.declaration is None else step.declaration.policy.cost
        yield Place(name, depth, not isinstance(step.shape, Branch), working, cost)
        yield from inside
