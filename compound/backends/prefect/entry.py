"""A pipeline as a Prefect flow.

The flow function interprets the plan with compound's own scheduler; only the launcher is another one, which submits a
Prefect task where the local one hands a call to a lane. Branches, fallbacks, failures and what they block are thereby
the same by construction, and a step is submitted when its inputs are there and not before: no task waits in a thread
for another, so a bounded pool cannot deadlock however large the graph is, and a branch is chosen without a barrier.
(Submitting the whole graph at once would hold a thread for every waiting task, and Prefect has no way to take back a
task of a branch that turns out not to be taken.)

This module imports without Prefect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from compound.backends.prefect.installed import require_prefect

if TYPE_CHECKING:
    from prefect import Flow

    from compound.backends.prefect.running import Granularity
    from compound.graph.pipeline import Pipeline
    from compound.run.memory import Memory


def as_flow(
    pipeline: Pipeline[Any, Any],
    granularity: Granularity,
    memory: Memory | Literal["journal"] | None,
    options: dict[str, Any],
) -> Flow[..., Any]:
    """The pipeline as a flow, as `Pipeline.flow` says. Raises MissingExtra when Prefect is not installed."""
    require_prefect()
    from compound.backends.prefect.flow import make_flow
    from compound.backends.prefect.running import Manner

    return make_flow(pipeline, Manner(granularity, _of_this_machine() if memory == "journal" else memory), options)


def _of_this_machine() -> Memory:
    from compound.backends.prefect.remembering import FlowRecording
    from compound.cache.cache import Cache
    from compound.journal.journal import Journal

    return FlowRecording(Journal(), Cache())
