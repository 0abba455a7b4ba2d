"""Flows of Prefect do with generated graphs what a local run does: on threads, on Dask, on Ray."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from compound.backends.conformance.checking import check, check_recalling
from compound.backends.conformance.examples import Example, examples
from compound.backends.conformance.flows import Flows

few = settings(
    phases=[Phase.generate],  # to make a flow that fails smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=True,
)
pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


class TestThreads:
    @settings(few, max_examples=3)
    @given(examples())
    def test_a_task_a_node(self, example: Example) -> None:
        check(Flows(), example.pipeline, example.inputs)

    @settings(few, max_examples=2)
    @given(examples())
    def test_cheap_nodes_together(self, example: Example) -> None:
        check(Flows(granularity="auto"), example.pipeline, example.inputs)

    @settings(few, max_examples=2)
    @given(examples())
    def test_answers_from_a_cache(self, example: Example) -> None:
        check_recalling(Flows(), example.pipeline, example.inputs)

    @pytest.mark.soak
    @pytest.mark.parametrize("granularity", ["node", "auto"])
    @settings(few, max_examples=60, derandomize=False)
    @given(example=examples())
    def test_many_graphs(self, granularity: str, example: Example) -> None:
        check(Flows(granularity=granularity), example.pipeline, example.inputs)
        check_recalling(Flows(granularity=granularity), example.pipeline, example.inputs)


@pytest.fixture(scope="module")
def dask(prefect_server: None) -> Iterator[Flows]:
    """Two worker processes, a thread each."""
    prefect_dask, distributed = map(pytest.importorskip, ("prefect_dask", "distributed"))
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield Flows(task_runner=prefect_dask.DaskTaskRunner(address=cluster.scheduler_address))


@pytest.fixture(scope="module")
def ray(prefect_server: None) -> Iterator[Flows]:
    """Two worker processes on this machine."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAY_USAGE_STATS_ENABLED", "0")
        environment.setenv("RAY_AUTH_MODE", "disabled")
        prefect_ray, cluster = map(pytest.importorskip, ("prefect_ray", "ray"))
        paths = {"env_vars": {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}}
        cluster.init(num_cpus=2, include_dashboard=False, log_to_driver=False, namespace="prefect", runtime_env=paths)
        try:
            yield Flows(task_runner=prefect_ray.RayTaskRunner())
        finally:
            cluster.shutdown()


@pytest.mark.soak
class TestWorkers:
    @settings(few, max_examples=10)
    @given(example=examples(most=4, depth=1))
    def test_dask(self, dask: Flows, example: Example) -> None:
        check(dask, example.pipeline, example.inputs)

    @settings(few, max_examples=10)
    @given(example=examples(most=4, depth=1))
    def test_ray(self, ray: Flows, example: Example) -> None:
        check(ray, example.pipeline, example.inputs)
