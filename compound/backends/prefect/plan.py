"""Which steps of a plan become Prefect tasks.

Nodes do, and so do `each` and `loop`, whose bodies run inside their task. What is done between nodes (reading a field,
putting values into a list, handing on the value of a branch) stays in the flow function: it takes a microsecond, a task
takes milliseconds.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from compound.graph.shapes import Each, Loop
from compound.nodes.lane import THREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compound.graph.plan import Plan
    from compound.graph.step import Step


def with_tasks(plan: Plan) -> Plan:
    """The same plan, its nodes in a lane that the launcher is asked for; slots and ids are the same."""
    twin = copy.copy(plan)
    twin.steps = [None if step is None else _outside(step) if is_task(step) else step for step in plan.steps]
    tasks = {step.slot for step in task_steps(plan)}
    twin.started_first = sorted({*plan.started_first, *tasks.intersection(plan.entries)})
    twin.entries = [slot for slot in plan.entries if slot not in tasks]
    return twin


def is_task(step: Step) -> bool:
    return step.declaration is not None or isinstance(step.shape, Each | Loop)


def task_steps(plan: Plan) -> list[Step]:
    """The steps that become tasks, in topological order."""
    return [step for step in plan.steps if step is not None and is_task(step)]


def effects(step: Step) -> frozenset[str]:
    """What the step, or the nodes of its body, do to the world beyond their inputs: `read`, `write`, `act`."""
    return frozenset(_effects(step)) - {"pure"}


def _outside(step: Step) -> Step:
    twin = copy.copy(step)
    twin.lane = THREAD
    return twin


def _effects(step: Step) -> Iterator[str]:
    if step.declaration is not None:
        yield step.declaration.policy.effect
    elif isinstance(step.shape, Each | Loop):
        for inner in task_steps(step.shape.body):
            yield from _effects(inner)
