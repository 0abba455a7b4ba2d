"""The nodes that a pipeline may run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.nodes.declaration import Declaration

_APPROVE = "compound.graph.approval:approve"


def nodes_of(plan: Plan) -> Iterator[Declaration]:
    """All of them, those in bodies and the fallbacks of others too."""
    for step in plan.steps:
        if step is None:
            continue
        if step.declaration is not None:
            yield from _with_fallbacks(step.declaration)
        body: Plan | None = getattr(step.shape, "body", None)
        if body is not None:
            yield from nodes_of(body)


def only_reads(plan: Plan) -> bool:
    """Whether it changes nothing and asks nobody: what comes out rests on what goes in, and on what is read."""
    return all(node.policy.effect in ("pure", "read") for node in nodes_of(plan)) and not asks(plan)


def asks(plan: Plan) -> bool:
    """Whether a person may be asked."""
    return any(node.ref == _APPROVE for node in nodes_of(plan))


def _with_fallbacks(node: Declaration) -> Iterator[Declaration]:
    yield node
    if node.policy.fallback is not None:
        yield from _with_fallbacks(node.policy.fallback.declaration)
