"""Which nodes are worth a task of their own, by what they took in earlier runs on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compound.forecasting.timings import seconds_a_call

if TYPE_CHECKING:
    from compound.graph.step import Step

OVERHEAD = 0.003
"""Seconds that a task run on a thread takes by itself: Prefect 3.8 makes states, events and contexts for each."""
WORTH = 10 * OVERHEAD
"""Seconds of work for which a task is worth its overhead, at a tenth of it."""


def worth_a_task(step: Step) -> bool:
    """Whether a node that could run in the flow itself is not known to be cheap.

    What was never measured is worth one, so that the second run is the one whose overhead follows the work.
    """
    node = step.declaration
    assert node is not None
    policy = node.policy
    if policy.retries.times or policy.fallback is not None:
        return True  # so that people see the attempts
    seconds = seconds_a_call(node.ref)
    return seconds is None or seconds >= WORTH
