"""The pipelines that a worker was asked to run nodes of, each read once."""

from __future__ import annotations

import json
import platform
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from compound.backends.prefect.remote.table import hints_of
from compound.errors.remote import StoreNotShared
from compound.errors.store import BlobMissing
from compound.graph.shapes import Each, Loop
from compound.journal.tables import ACTING
from compound.nodes.policy import Retry
from compound.nodes.stand_in import stand_in
from compound.run.alone import Alone
from compound.run.intruding import port_names
from compound.store.reference import blobs_at
from compound.workflow.reading import load_workflow

if TYPE_CHECKING:
    from compound.backends.prefect.remote.errand import Form
    from compound.graph.pipeline import Pipeline
    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration

_PIPELINES, _STEPS = 64, 4096  # that are kept


class Place:
    """A step of a pipeline, ready to be run by itself."""

    def __init__(self, plan: Plan, step: Step, node: Declaration) -> None:
        hints, policy = hints_of(plan), node.policy
        self.node = node
        self.alone = Alone(step, node)
        self.ports = port_names(step)
        self.constants = [plan.template[slot] for slot in step.sources]
        self.hints = [hints.get(slot) for slot in step.sources]
        self.acts = policy.effect in ACTING and not policy.repeat_safe
        """Whether doing it twice is worse than not to know whether it was done."""
        self.retries = policy.retries if policy.effect not in ACTING else Retry(0)
        """Those that are made here; a node that writes or acts is tried again by the flow."""


@lru_cache(maxsize=_PIPELINES)
def pipeline_of(form: Form) -> Pipeline[..., Any]:
    """Raises StoreNotShared, and what `load_workflow` does."""
    try:
        text = blobs_at(form.place).get(form.digest)
    except BlobMissing:
        raise StoreNotShared(place=form.place, worker=platform.node()) from None
    return load_workflow(json.loads(text), form.modules)


@lru_cache(maxsize=_STEPS)
def place_of(form: Form, path: tuple[str, ...], stand_ins: int) -> Place:
    """The step at a path, with its own node or the fallback that is so many fallbacks away."""
    plan = pipeline_of(form).plan
    *around, name = path
    for outer in around:
        shape = _step(plan, outer).shape
        assert isinstance(shape, Each | Loop)
        plan = shape.body
    step = _step(plan, name)
    node = step.declaration
    for _ in range(stand_ins):
        node = node and stand_in(node)
    assert node is not None, f"{name} has no {stand_ins} fallbacks here"
    return Place(plan, step, node)


def _step(plan: Plan, name: str) -> Step:
    return next(step for step in plan.steps[: plan.size] if step is not None and step.id == name)
