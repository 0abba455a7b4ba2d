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

from typing import TYPE_CHECKING, Any

from compound.errors.extras import MissingExtra

if TYPE_CHECKING:
    from prefect import Flow

    from compound.graph.pipeline import Pipeline


def as_flow(pipeline: Pipeline[Any, Any], **options: Any) -> Flow[..., Any]:
    """A flow with a task for each node; `options` are those of `prefect.flow`.

    Its parameters are the pipeline's inputs, converted as at the pipeline's own edge. Calling it returns the output or
    raises PipelineFailed. Raises MissingExtra when Prefect is not installed.
    """
    try:
        import prefect  # noqa: F401
    except ModuleNotFoundError as missing:
        if missing.name != "prefect":
            raise
        raise MissingExtra(extra="prefect", package="prefect") from None
    from compound.backends.prefect.flow import make_flow

    return make_flow(pipeline, options)
