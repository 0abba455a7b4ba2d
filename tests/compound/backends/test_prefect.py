"""A pipeline as a Prefect flow does what it does here."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Any

import numpy as np
import pytest

from compound import Image, Pipeline, node, pipeline
from compound.errors.extras import MissingExtra
from compound.errors.run import InputMismatch, NodeTimeout, PipelineFailed

from . import graphs

on_server = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]
RunStates = dict[str, str]


def outcome(run: Any, *args: Any) -> Any:
    """The output, or what failed, how often it was tried, what it blocked and what succeeded all the same."""
    try:
        return run(*args)
    except PipelineFailed as failed:
        failures = {name: (type(f.error), str(f.error), f.attempts) for name, f in failed.run.failures.items()}
        return failures, set(failed.run.blocked), dict(failed.run.outputs), failed.run.skipped


def states_of(flow: Any, count: int, *args: Any) -> tuple[str, RunStates]:
    """The name of the flow run's state, and of the states of its task runs by their names."""
    state = flow(*args, return_state=True)
    return state.name, {run.name: run.state.name for run in task_runs(state, count)}


def task_runs(state: Any, count: int) -> list[Any]:
    """The task runs of a flow run, all ended; the server learns of them by and by, so at least `count` are awaited."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
    from prefect.client.schemas.sorting import TaskRunSort

    only = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
    runs: list[Any] = []
    with get_client(sync_client=True) as client:
        for _ in range(150):
            runs = client.read_task_runs(flow_run_filter=only, limit=200, sort=TaskRunSort.ID_DESC)
            if len(runs) >= count and all(run.state and run.state.is_final() for run in runs):
                return runs
            time.sleep(0.2)
    raise AssertionError(f"not {count} task runs that ended, but {[(run.name, run.state_name) for run in runs]}")


class TestWithoutPrefect:
    def test_importing_compound_and_tracing_load_no_prefect(self) -> None:
        script = (
            "import sys, compound.graph.pipeline, compound.backends.prefect.entry; assert 'prefect' not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", script], check=True)

    def test_one_sentence_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "prefect", None)
        with pytest.raises(MissingExtra, match=r"pip install 'compound-engine\[prefect\]'"):
            graphs.chain.flow()


class TestConformance:
    pytestmark = on_server

    @pytest.mark.parametrize(
        ("graph", "args"),
        [
            pytest.param(graph, args, id=f"{graph.name}{args}")
            for graph, args in [
                (graphs.chain, (1,)),
                (graphs.fan, (1,)),
                (graphs.diamond, (1,)),
                (graphs.diamond, (1, 7)),
                (graphs.over_items, ([1, 2, 3], 10)),
                (graphs.over_items, ([], 10)),
                (graphs.over_items_that_fail, ([1, 2],)),
                (graphs.either, (11,)),
                (graphs.either, (1,)),
                (graphs.one_of, (2,)),
                (graphs.one_of, (3,)),
                (graphs.rescued, (1,)),
                (graphs.not_needed, (1,)),
                (graphs.until_big, (1,)),
                (graphs.half_fails, (1,)),
                (graphs.retried, (1,)),
                (graphs.replaced, (1,)),
                (graphs.lied_to, (1,)),
                (graphs.nested, (1,)),
                (graphs.glued, (1,)),
                (graphs.passed_on, (1,)),
            ]
        ],
    )
    def test_a_flow_has_the_outcome_of_a_local_run(self, graph: Pipeline[Any, Any], args: tuple[Any, ...]) -> None:
        assert outcome(graph.flow(), *args) == outcome(graph, *args)

    def test_a_flow_runs_again_with_other_inputs(self) -> None:
        flow = graphs.either.flow()
        assert (outcome(flow, 1), flow(11), flow(12)) == (outcome(graphs.either, 1), 12, 13)


class TestTaskRuns:
    pytestmark = on_server

    def test_each_node_is_a_task_run_of_its_id(self) -> None:
        flow_state, states = states_of(graphs.nested.flow(), 10, 1)
        assert flow_state == "Completed"
        assert states == dict.fromkeys(graphs.nested.run(1).outputs, "Completed")

    def test_a_branch_that_was_not_taken_is_shown_as_skipped(self) -> None:
        _, states = states_of(graphs.either.flow(), 3, 11)
        assert states == {"is_big": "Completed", "inc": "Completed", "boom": "Skipped"}

    def test_a_failure_fails_the_flow_and_what_needs_it_is_shown_as_blocked(self) -> None:
        flow_state, states = states_of(graphs.half_fails.flow(), 5, 1)
        assert flow_state == "Failed"
        assert states == {
            "boom": "Failed",
            "inc": "Blocked",
            "inc#2": "Completed",
            "inc#3": "Completed",
            "add": "Blocked",
        }

    def test_a_fallback_node_has_a_task_run_of_its_own(self) -> None:
        _, states = states_of(graphs.replaced.flow(), 3, 1)
        assert states == {"boom_or_inc": "Failed", "boom_or_inc by inc": "Completed", "inc": "Completed"}

    def test_retries_are_attempts_of_one_task_run(self) -> None:
        runs = {run.name: run for run in task_runs(graphs.retried.flow()(1, return_state=True), 3)}
        assert (runs["boom_three_times"].run_count, runs["boom_once"].run_count) == (3, 1)
        assert runs["boom_three_times"].empirical_policy.retries == 2

    def test_data_edges_are_drawn_also_across_what_is_no_task(self) -> None:
        runs = {run.name: run for run in task_runs(graphs.glued.flow()(1, return_state=True), 3)}
        upstream = {source.id for sources in runs["inc"].task_inputs.values() for source in sources}
        assert upstream == {runs["around"].id}

    def test_an_effect_is_a_tag(self) -> None:
        @node(effect="write")
        def note(x: int) -> int:
            return x

        @pipeline
        def noting(x: int) -> int:
            return graphs.inc(note(x))

        runs = {run.name: run for run in task_runs(noting.flow()(1, return_state=True), 2)}
        assert (runs["note"].tags, runs["inc"].tags) == (["effect:write"], [])


class TestInputs:
    pytestmark = on_server

    def test_parameters_are_the_typed_inputs_with_their_defaults(self) -> None:
        parameters = graphs.diamond.flow().parameters
        assert parameters.required == ["x"]
        assert {name: (p["type"], p.get("default")) for name, p in parameters.properties.items()} == {
            "x": ("integer", None),
            "y": ("integer", 3),
        }

    def test_inputs_go_by_name_too(self) -> None:
        assert graphs.diamond.flow()(y=5, x=1) == graphs.diamond(1, 5)

    def test_inputs_are_converted_as_at_the_edge_of_the_pipeline(self, tmp_path: Any) -> None:
        @node
        def width(image: Image) -> int:
            return image.width

        @pipeline
        def measured(image: Image) -> int:
            return width(image)

        path = tmp_path / "dot.png"
        path.write_bytes(Image.from_array(np.zeros((2, 3), np.uint8)).png())
        assert measured.flow()(str(path)) == 3

    def test_a_wrong_input_is_blamed_on_the_edge_of_the_pipeline(self) -> None:
        with pytest.raises(InputMismatch, match="`x`"):
            graphs.chain.flow()("one")

    def test_options_are_those_of_a_prefect_flow(self) -> None:
        flow = graphs.chain.flow(name="three steps", retries=1)
        assert (flow.name, flow.retries) == ("three steps", 1)


class TestRunning:
    pytestmark = on_server

    def test_two_hundred_nodes_do_not_deadlock_a_pool_of_two(self) -> None:
        from prefect.task_runners import ThreadPoolTaskRunner

        assert graphs.wide.flow(task_runner=ThreadPoolTaskRunner(max_workers=2))(1) == graphs.wide(1)

    def test_an_array_travels_as_the_same_object(self) -> None:
        @node
        def same(x: np.ndarray) -> np.ndarray:
            return x

        @pipeline
        def through(x: np.ndarray) -> np.ndarray:
            return same(same(x))

        array = np.zeros(6_000_000)
        assert through.flow()(array) is array

    def test_prefect_stores_large_inputs_as_a_summary(self) -> None:
        flow = graphs.over_items.flow()
        assert flow.serialize_parameters({"xs": [1] * 1_000_000, "k": 1}) == {"xs": "a list of 1000000 items", "k": 1}

    def test_a_value_that_looks_like_a_prefect_state_is_only_a_value(self) -> None:
        from prefect.states import Failed as FailedState

        @node
        def state(x: int) -> object:
            return FailedState(message="not of this run")

        @node
        def name_of(value: object) -> str:
            return str(value.name)  # type: ignore[attr-defined]

        @pipeline
        def about_states(x: int) -> str:
            return name_of(state(x))

        assert about_states.flow()(1) == "Failed"

    def test_a_timeout_holds_for_a_thread_that_sleeps(self) -> None:
        awake = threading.Event()

        @node(timeout=0.1)
        def sleeps(x: int) -> int:
            awake.wait(60)
            return x

        @pipeline
        def sleepy(x: int) -> int:
            return sleeps(x)

        try:
            with pytest.raises(PipelineFailed) as failed:
                sleepy.flow()(1)
            assert isinstance(failed.value.failures[0].error, NodeTimeout)
        finally:
            awake.set()

    def test_calls_on_one_device_take_turns(self) -> None:
        busy = threading.Lock()

        @node(device="cuda:7")
        def alone(x: int) -> bool:
            free = busy.acquire(blocking=False)
            time.sleep(0.02)
            if free:
                busy.release()
            return free

        @node
        def every(*xs: bool) -> bool:
            return all(xs)

        @pipeline
        def on_device(x: int) -> bool:
            return every(*[alone(x) for _ in range(4)])

        assert on_device.flow()(1) is True

    def test_an_interrupt_from_a_node_ends_the_flow(self) -> None:
        @node
        def leaves(x: int) -> int:
            raise SystemExit(3)

        @pipeline
        def leaving(x: int) -> int:
            return leaves(x)

        with pytest.raises(SystemExit):
            leaving.flow()(1)
