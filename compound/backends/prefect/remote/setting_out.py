"""A flow that runs on the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from prefect.task_runners import ThreadPoolTaskRunner

from compound.backends.prefect.remote.carrier import Remote
from compound.backends.prefect.remote.clusters import cluster_of
from compound.backends.prefect.remote.context import without_live_objects
from compound.backends.prefect.remote.shipping import ship
from compound.backends.prefect.remote.stock import stock_at
from compound.backends.prefect.remote.table import referring
from compound.store.home import blobs_place

if TYPE_CHECKING:
    from prefect.context import FlowRunContext

    from compound.graph.pipeline import Pipeline
    from compound.graph.plan import Plan


@contextmanager
def set_out(
    pipeline: Pipeline[..., Any], plan_of: Callable[[Pipeline[..., Any]], Plan], context: FlowRunContext
) -> Iterator[tuple[Remote, Plan]]:
    """While it lasts the tasks of this flow run go to the workers of its runner, and nothing that is live with them.

    Gives the carrier, and the plan to run with it; `plan_of` says which steps of a pipeline are tasks. Values go by the
    store that COMPOUND_STORE names, which the workers have to reach too. Raises NotSerialisable, naming the step, for a
    pipeline that cannot be written down, and what the store raises.
    """
    stock = stock_at(str(blobs_place()))
    form, shipped = ship(pipeline, stock)
    threads: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner()
    with without_live_objects(context), threads as here:
        carrier = Remote(form, context.task_runner, cluster_of(context.task_runner), here)
        yield carrier, referring(plan_of(shipped), stock)
