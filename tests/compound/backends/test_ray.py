"""A flow on Ray: two workers of this machine, and what happens when one of them is killed."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("prefect_ray")

from compound import Pipeline
from compound.errors.remote import NoWorkerFits, WorkerDied
from compound.errors.run import PipelineFailed

from . import graphs, remote_graphs
from .test_dask import kill_when_told
from .test_prefect import outcome, states_of

pytestmark = [pytest.mark.prefect, pytest.mark.soak, pytest.mark.usefixtures("prefect_server")]


GRAPHS: list[tuple[Pipeline[Any, Any], tuple[Any, ...]]] = [
    (graphs.chain, (1,)),
    (graphs.fan, (1,)),
    (graphs.over_items, ([1, 2, 3], 10)),
    (graphs.over_items_that_fail, ([1, 2],)),
    (graphs.either, (11,)),
    (graphs.rescued, (1,)),
    (graphs.half_fails, (1,)),
    (graphs.retried, (1,)),
    (graphs.replaced, (1,)),
    (graphs.glued, (1,)),
]


@pytest.fixture(scope="module")
def runner(prefect_server: None) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAY_USAGE_STATS_ENABLED", "0")
        environment.setenv("RAY_AUTH_MODE", "disabled")
        import ray
        from prefect_ray import RayTaskRunner  # type: ignore[import-untyped]

        where = {"env_vars": {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}}
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, namespace="prefect", runtime_env=where)
        yield RayTaskRunner()
        ray.shutdown()


@pytest.mark.parametrize(("graph", "args"), [pytest.param(*case, id=f"{case[0].name}{case[1]}") for case in GRAPHS])
def test_a_flow_has_the_outcome_of_a_local_run(graph: Pipeline[Any, Any], args: tuple[Any, ...], runner: Any) -> None:
    assert outcome(graph.flow(task_runner=runner), *args) == outcome(graph, *args)


def test_arrays_go_by_the_store_and_nodes_by_their_names(runner: Any) -> None:
    array = np.arange(float(remote_graphs.LARGE))
    assert np.array_equal(remote_graphs.large_in_and_out.flow(task_runner=runner)(array), array * 2)


def test_what_no_worker_has_is_refused_at_once(runner: Any) -> None:
    for graph in (remote_graphs.greedy, remote_graphs.resourceful):
        with pytest.raises(PipelineFailed) as failed:
            graph.flow(task_runner=runner)(1)
        assert isinstance(failed.value.failures[0].error, NoWorkerFits)


def test_the_node_of_a_killed_worker_is_run_again_and_finished_writes_are_not(runner: Any, tmp_path: Path) -> None:
    killer = threading.Thread(target=kill_when_told, args=(tmp_path / "process",))
    killer.start()
    assert remote_graphs.killed_once.flow(task_runner=runner)(tmp_path, 7) == 8
    killer.join()
    assert (tmp_path / "notes").read_text() == "7\n8\n"


def test_a_write_that_was_under_way_is_not_begun_again(runner: Any, tmp_path: Path) -> None:
    with pytest.raises(PipelineFailed) as failed:
        remote_graphs.killed_while_acting.flow(task_runner=runner)(tmp_path, 7)
    assert isinstance(failed.value.failures[0].error, WorkerDied)
    assert (tmp_path / "notes").read_text() == "7\n"


def test_a_node_that_always_kills_its_worker_fails(runner: Any) -> None:
    flow_state, states = states_of(remote_graphs.killed_always.flow(task_runner=runner), 2, 1)
    assert (flow_state, states) == ("Failed", {"die": "Crashed", "seen": "Blocked"})
