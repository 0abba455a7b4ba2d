"""A flow on Dask: two worker processes of this machine, and what happens when one of them is killed."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import numpy as np
import pytest

pytest.importorskip("prefect_dask")

from compound import Pipeline
from compound.errors.remote import NoWorkerFits, StaysHere, WorkerDied
from compound.errors.run import CannotTravel, PipelineFailed

from . import graphs, remote_graphs
from .test_prefect import outcome, states_of, task_runs

pytestmark = [pytest.mark.prefect, pytest.mark.soak, pytest.mark.usefixtures("prefect_server")]


GRAPHS: list[tuple[Pipeline[Any, Any], tuple[Any, ...]]] = [
    (graphs.chain, (1,)),
    (graphs.fan, (1,)),
    (graphs.over_items, ([1, 2, 3], 10)),
    (graphs.over_items_that_fail, ([1, 2],)),
    (graphs.either, (11,)),
    (graphs.one_of, (2,)),
    (graphs.rescued, (1,)),
    (graphs.until_big, (8,)),
    (graphs.half_fails, (1,)),
    (graphs.retried, (1,)),
    (graphs.replaced, (1,)),
    (graphs.lied_to, (1,)),
    (graphs.glued, (1,)),
    (graphs.nested, (1,)),
]


@pytest.fixture(scope="module")
def runner(prefect_server: None) -> Iterator[Any]:
    import dask
    from distributed import LocalCluster
    from prefect_dask.task_runners import DaskTaskRunner

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    declared = {"GPU": 1, "MEMORY": 10**9}
    patience = dask.config.set({"distributed.scheduler.allowed-failures": 1})
    workers = LocalCluster(2, threads_per_worker=1, dashboard_address=None, resources=declared)  # type: ignore[no-untyped-call]
    with patience, workers as cluster:
        yield DaskTaskRunner(address=cluster.scheduler_address)


@pytest.mark.parametrize(("graph", "args"), [pytest.param(*case, id=f"{case[0].name}{case[1]}") for case in GRAPHS])
def test_a_flow_has_the_outcome_of_a_local_run(graph: Pipeline[Any, Any], args: tuple[Any, ...], runner: Any) -> None:
    assert outcome(graph.flow(task_runner=runner), *args) == outcome(graph, *args)


class TestValues:
    def test_arrays_go_by_the_store_and_nodes_by_their_names(self, runner: Any) -> None:
        assert remote_graphs.large.flow(task_runner=runner)(1.0) == 3.0

    def test_arrays_of_the_caller_come_and_go(self, runner: Any) -> None:
        array = np.arange(float(remote_graphs.LARGE))
        assert np.array_equal(remote_graphs.large_in_and_out.flow(task_runner=runner)(array), array * 2)

    def test_items_and_branches_take_arrays(self, runner: Any) -> None:
        array = np.full(remote_graphs.LARGE, 2.0)
        assert remote_graphs.large_items.flow(task_runner=runner)([array, array + 1], array) == [4.0, 5.0]
        assert remote_graphs.large_branch.flow(task_runner=runner)(array) == 4.0

    def test_what_is_sent_is_small(self, runner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        from distributed import Client

        sizes: list[int] = []
        submit = Client.submit

        def weighed(self: Any, *args: Any, **kwargs: Any) -> Any:
            kwargs["context"]["settings_context"], settings = {}, kwargs["context"]["settings_context"]
            sizes.append(len(cloudpickle.dumps((args, kwargs))))
            kwargs["context"]["settings_context"] = settings  # those are Prefect's
            return submit(self, *args, **kwargs)

        monkeypatch.setattr(Client, "submit", weighed)
        remote_graphs.large_in_and_out.flow(task_runner=runner)(np.zeros(remote_graphs.LARGE))
        assert len(sizes) == 2
        assert max(sizes) < 20_000

    def test_a_value_without_a_form_fails_its_node(self, runner: Any) -> None:
        with pytest.raises(PipelineFailed) as failed:
            remote_graphs.locked.flow(task_runner=runner)(1)
        assert isinstance(failed.value.failures[0].error, StaysHere)
        with pytest.raises(PipelineFailed) as failed:
            remote_graphs.given_anything.flow(task_runner=runner)(threading.Lock())
        assert isinstance(failed.value.failures[0].error, StaysHere)

    def test_an_error_that_cannot_travel_is_told_in_words(self, runner: Any) -> None:
        with pytest.raises(PipelineFailed) as failed:
            remote_graphs.fails.flow(task_runner=runner)(1)
        assert isinstance(failed.value.failures[0].error, CannotTravel)


class TestTaskRuns:
    def test_states_are_those_of_threads(self, runner: Any) -> None:
        flow_state, states = states_of(graphs.half_fails.flow(task_runner=runner), 5, 1)
        shown = {"boom": "Failed", "inc": "Blocked", "inc#2": "Completed", "inc#3": "Completed", "add": "Blocked"}
        assert (flow_state, states) == ("Failed", shown)

    def test_edges_are_drawn(self, runner: Any) -> None:
        runs = {run.name: run for run in task_runs(graphs.glued.flow(task_runner=runner)(1, return_state=True), 3)}
        upstream = {source.id for sources in runs["inc"].task_inputs.values() for source in sources}
        assert upstream == {runs["around"].id}

    def test_retries_are_attempts_of_one_task_run(self, runner: Any, tmp_path: Path) -> None:
        state = remote_graphs.tried.flow(task_runner=runner)(tmp_path, 7, return_state=True)
        [run] = task_runs(state, 1)
        assert (run.state.name, run.run_count, state.result()) == ("Completed", 3, 7)


class TestResources:
    def test_a_node_goes_where_its_resources_are(self, runner: Any) -> None:
        assert remote_graphs.resourceful.flow(task_runner=runner)(1) == 2

    def test_what_no_worker_has_is_refused_at_once(self, runner: Any) -> None:
        with pytest.raises(PipelineFailed) as failed:
            remote_graphs.greedy.flow(task_runner=runner)(1)
        assert isinstance(failed.value.failures[0].error, NoWorkerFits)


class TestKills:
    def test_the_node_is_run_by_another_worker_and_finished_writes_are_not_repeated(
        self, runner: Any, tmp_path: Path
    ) -> None:
        killer = threading.Thread(target=kill_when_told, args=(tmp_path / "process",))
        killer.start()
        assert remote_graphs.killed_once.flow(task_runner=runner)(tmp_path, 7) == 8
        killer.join()
        assert (tmp_path / "notes").read_text() == "7\n8\n"

    def test_a_write_that_was_under_way_is_not_begun_again(self, runner: Any, tmp_path: Path) -> None:
        with pytest.raises(PipelineFailed) as failed:
            remote_graphs.killed_while_acting.flow(task_runner=runner)(tmp_path, 7)
        assert isinstance(failed.value.failures[0].error, WorkerDied)
        assert (tmp_path / "notes").read_text() == "7\n"

    def test_a_node_that_always_kills_its_worker_fails(self, runner: Any) -> None:
        flow_state, states = states_of(remote_graphs.killed_always.flow(task_runner=runner), 2, 1)
        assert (flow_state, states) == ("Failed", {"die": "Crashed", "seen": "Blocked"})


def kill_when_told(told: Path) -> None:
    """Kills the process whose number is written there, as soon as it is."""
    while not told.exists():
        time.sleep(0.02)
    os.kill(int(told.read_text()), signal.SIGKILL)


class TestApproval:
    def test_a_person_is_asked_in_the_process_of_the_flow(self, runner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        from compound.run import approval

        monkeypatch.setattr(approval, "ask", lambda *asked: asked_here.append(os.getpid()))
        asked_here: list[int] = []
        assert remote_graphs.asked.flow(task_runner=runner)(1) != os.getpid()
        assert asked_here == [os.getpid()]
