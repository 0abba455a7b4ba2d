"""Which steps run for what they do, and which are left over because nothing uses what they give."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from compound.errors.build import UnusedNode
from compound.graph.projection import Projection
from compound.graph.shapes import Branch, Each, Loop
from compound.graph.step import Step


def has_effect(step: Step, steps: Sequence[Step | None]) -> bool:
    """Whether a step must run even when nothing uses its result: for itself, its body, or what is in a branch of it."""
    shape = step.shape
    if isinstance(shape, Each | Loop):
        return shape.body.has_effects
    if isinstance(shape, Branch):
        return any(has_effect(inner, steps) for slot in shape.inside if (inner := steps[slot]) is not None)
    return step.declaration is not None and step.declaration.policy.effect in ("write", "act")


def refuse_unused(name: str, steps: Sequence[Step | None], unused: Sequence[Step], nests: Sequence[range]) -> None:
    """Raises UnusedNode for unused steps, by the last of each chain.

    A field that was read for nothing is no mistake. Neither is the result of a nested pipeline that was called for
    its effects, with what leads up to that result alone.
    """
    active = [nest for nest in nests if any((step := steps[slot]) and has_effect(step, steps) for slot in nest)]
    meant = [
        step
        for step in sorted(unused, key=attrgetter("slot"))
        if not isinstance(step.call, Projection) and not any(step.slot in nest for nest in active)
    ]
    read = {source for step in meant for source in step.sources}
    last = [step.id for step in meant if step.slot not in read]
    if last:
        raise UnusedNode(pipeline=name, nodes=tuple(last))
