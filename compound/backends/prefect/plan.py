"""Which steps of a plan become Prefect tasks: those of its bodies, too, a task for every item or turn.

Nodes do. What is done between them (reading a field, putting values into a list, handing on the value of a branch)
stays in the flow function: it takes a microsecond, a task takes milliseconds. So do nodes that are known to be cheap,
where the flow is asked to let its overhead follow the work.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from compound.graph.shapes import Each, Loop
from compound.nodes.lane import INLINE, THREAD

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.graph.step import Step

Worth = Callable[["Step"], bool]
"""Whether a node is worth a task of its own."""


def with_tasks(plan: Plan, worth: Worth) -> Plan:
    """The same plan, nodes that are worth it in a lane that the launcher is asked for; slots and ids are the same."""
    twin = copy.copy(plan)
    twin.steps = [None if step is None else _twin(step, worth) for step in plan.steps]
    outside = {step.slot for step in twin.steps if step is not None and step.lane != INLINE}
    twin.started_first = sorted({*plan.started_first, *outside.intersection(plan.entries)})
    twin.entries = [slot for slot in plan.entries if slot not in outside]
    return twin


def always(step: Step) -> bool:
    """A task for each node."""
    return True


def task_steps(plan: Plan) -> list[Step]:
    """The nodes that are called in this plan itself, in topological order."""
    return [step for step in plan.steps if step is not None and step.declaration is not None]


def _twin(step: Step, worth: Worth) -> Step:
    twin = copy.copy(step)
    if isinstance(step.shape, Each | Loop):
        twin.shape = replace(step.shape, body=with_tasks(step.shape.body, worth))
    elif step.declaration is not None and (step.lane != INLINE or worth(step)):
        twin.lane = THREAD
    return twin
