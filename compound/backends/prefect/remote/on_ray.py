"""Ray: it knows the GPUs and the memory of its nodes by itself."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import ray
from prefect_ray.context import remote_options  # type: ignore[import-untyped]
from ray.exceptions import (
    LocalRayletDiedError,
    NodeDiedError,
    ObjectLostError,
    OutOfMemoryError,
    WorkerCrashedError,
)

from compound.backends.prefect.remote.needs import Needs, needs_of
from compound.backends.prefect.task import ACTING
from compound.errors.remote import NoWorkerFits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compound.backends.prefect.task import Call


class OnRay:
    """The nodes of a Ray cluster. A call that writes or acts is not begun again when its worker dies."""

    lost: tuple[type[Exception], ...] = (
        WorkerCrashedError,
        NodeDiedError,
        OutOfMemoryError,
        ObjectLostError,
        LocalRayletDiedError,
    )

    def asking(self, call: Call) -> AbstractContextManager[Any]:
        policy = call.node.policy
        needs = needs_of(policy)
        options = options_of(call.label, needs, _nodes()) if needs.accelerator or needs.memory is not None else {}
        if policy.effect in ACTING and not policy.repeat_safe:
            options["max_retries"] = 0
        return remote_options(**options) if options else nullcontext()


def options_of(node: str, needs: Needs, nodes: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Ray's options for a task. Raises NoWorkerFits when none of the nodes, as `ray.nodes()` gives them, has enough."""
    options: dict[str, Any] = {"num_gpus": 1} if needs.accelerator else {}
    if needs.memory is not None:
        options["memory"] = needs.memory
    wanted = {"GPU": options.get("num_gpus", 0), "memory": options.get("memory", 0)}
    alive = [found["Resources"] for found in nodes if found["Alive"]]
    if not any(all(has.get(name, 0) >= amount for name, amount in wanted.items()) for has in alive):
        shown = " ".join(f"{name}={amount:g}" for name, amount in wanted.items() if amount)
        raise NoWorkerFits(node=node, needs=shown, mend="Add a node to the Ray cluster that has it.")
    return options


def _nodes() -> list[Mapping[str, Any]]:
    return ray.nodes()  # type: ignore[no-untyped-call, no-any-return]
