"""Dask: resources are whatever its workers were started with, `dask worker … --resources "GPU=1 MEMORY=8e9"`."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from dask.base import annotate
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from compound.backends.prefect.remote.needs import Needs, needs_of
from compound.errors.remote import NoWorkerFits

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

    from compound.backends.prefect.task import Call

Resources = dict[str, float]


class OnDask:
    """The workers of a Dask cluster.

    Dask lets a task wait for ever that asks for what no worker declares. An accelerator is asked for by the resource
    `GPU`, and memory by `MEMORY`, in bytes, if there are workers that declare any.
    """

    lost: tuple[type[Exception], ...] = (KilledWorker, FutureCancelledError, CommClosedError)

    def __init__(self, runner: DaskTaskRunner) -> None:
        self._runner = runner

    def asking(self, call: Call) -> AbstractContextManager[Any]:
        needs = needs_of(call.node.policy)
        if not needs.accelerator and needs.memory is None:
            return nullcontext()
        wanted = wanted_of(call.label, needs, self._declared())
        return annotate(resources=wanted) if wanted else nullcontext()

    def _declared(self) -> list[Resources]:
        """The resources of each worker that is there now."""
        workers = self._runner.client.scheduler_info()["workers"].values()
        return [worker["resources"] for worker in workers]


def wanted_of(node: str, needs: Needs, declared: list[Resources]) -> Resources:
    """What to ask of workers that declare these resources. Raises NoWorkerFits when none of them has enough.

    Where there are no workers yet, as in a cluster that grows when there is work, all is asked for.
    """
    wanted: Resources = {"GPU": 1} if needs.accelerator else {}
    if needs.memory is not None and (not declared or any("MEMORY" in worker for worker in declared)):
        wanted["MEMORY"] = needs.memory
    if declared and not any(_fits(wanted, worker) for worker in declared):
        shown = " ".join(f"{name}={amount:g}" for name, amount in wanted.items())
        raise NoWorkerFits(node=node, needs=shown, mend=f'Start one with `dask worker … --resources "{shown}"`.')
    return wanted


def _fits(wanted: Resources, worker: Resources) -> bool:
    return all(worker.get(name, 0) >= amount for name, amount in wanted.items())
