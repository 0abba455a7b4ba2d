"""What a flow has to know of the cluster behind its task runner: how to ask for resources, and how it says that a
worker is gone.
"""

from __future__ import annotations

import sys
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from prefect.task_runners import TaskRunner

    from compound.backends.prefect.task import Call


class Cluster(Protocol):
    """The workers of a task runner."""

    lost: tuple[type[Exception], ...]
    """What waiting for a task raises when its worker is gone."""

    def asking(self, call: Call) -> AbstractContextManager[Any]:
        """While it lasts, tasks that are submitted get what the call's node needs.

        Raises NoWorkerFits where none could ever get it.
        """
        ...


class Processes:
    """Processes of this machine, which have all that it has."""

    lost: tuple[type[Exception], ...] = (BrokenProcessPool,)

    def asking(self, call: Call) -> AbstractContextManager[Any]:
        return nullcontext()


def cluster_of(runner: TaskRunner[Any]) -> Cluster:
    """The cluster of a runner. One is only known by its library, which whoever made the runner has imported."""
    dask, ray = sys.modules.get("prefect_dask"), sys.modules.get("prefect_ray")
    if dask is not None and isinstance(runner, dask.DaskTaskRunner):
        from compound.backends.prefect.remote.on_dask import OnDask

        return OnDask(runner)
    if ray is not None and isinstance(runner, ray.RayTaskRunner):
        from compound.backends.prefect.remote.on_ray import OnRay

        return OnRay()
    return Processes()
