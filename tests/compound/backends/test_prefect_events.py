"""A file that arrives becomes an event on the server, whose automation starts a run of a deployment."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Any

import pytest

from compound import node, pipeline
from compound.arrivals.watcher import Arrival
from compound.errors import InputUnclear, NoSuchDeployment

pytestmark = [pytest.mark.prefect, pytest.mark.soak, pytest.mark.usefixtures("prefect_server")]


@node
def length(file: Path, by: int) -> int:
    return len(file.read_text()) * by


@pipeline
def measured(file: Path, by: int = 1) -> int:
    return length(file, by)


@pipeline
def compared(one: Path, other: Path) -> int:
    return length(one, length(other, 1))


def deployed(pipeline: Any, **inputs: Any) -> str:
    """Deploys a pipeline under a name of its own, which is returned."""
    from compound.backends.prefect.deploying import Deployment, deploy

    made = Deployment(pipeline, name=secrets.token_hex(4), inputs=inputs)
    deploy(made)
    return made.full_name


def started(deployment: str, runs: int) -> list[Any]:
    """Flow runs of a deployment, once there are so many."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId

    with get_client(sync_client=True) as client:
        found = client.read_deployment_by_name(deployment)
        only = DeploymentFilter(id=DeploymentFilterId(any_=[found.id]))
        for _ in range(150):
            there = client.read_flow_runs(deployment_filter=only)
            if len(there) >= runs:
                return there
            time.sleep(0.2)
    raise AssertionError(f"not {runs} runs of {deployment}, but {len(there)}")


def test_an_arrival_starts_a_run_with_the_path_among_its_inputs(tmp_path: Path) -> None:
    from compound.backends.prefect.events import Route
    from compound.backends.prefect.generic import run_pipeline

    file = tmp_path / "in" / "page.txt"
    file.parent.mkdir()
    file.write_text("12345")
    route = Route(str(file.parent), deployed(measured, by=3))
    assert route.open() == route.open()
    route.hand_on(Arrival(str(file), "0" * 64))
    (run,) = started(route.deployment, 1)
    assert run.parameters["inputs"] == {"file": str(file), "by": 3}
    assert run_pipeline(**run.parameters) == 15


def test_the_same_content_is_one_event_however_often_it_is_sent(tmp_path: Path) -> None:
    from compound.backends.prefect.events import Route

    route = Route(str(tmp_path), deployed(measured))
    route.open()
    for digest in ("1" * 64, "1" * 64, "2" * 64):
        route.hand_on(Arrival(str(tmp_path / digest[0]), digest))
    runs = started(route.deployment, 2)
    assert sorted(run.parameters["inputs"]["file"][-2:] for run in runs) == ["/1", "/2"]


def test_files_of_another_place_start_nothing(tmp_path: Path) -> None:
    from compound.backends.prefect.events import Route

    here = Route(str(tmp_path / "here"), deployed(measured))
    here.open()
    Route(str(tmp_path / "there"), here.deployment).hand_on(Arrival("there", "3" * 64))
    here.hand_on(Arrival("here", "4" * 64))
    assert [run.parameters["inputs"] for run in started(here.deployment, 1)] == [{"file": "here"}]


def test_a_deployment_that_is_not_there_is_named(tmp_path: Path) -> None:
    from compound.backends.prefect.events import Route

    with pytest.raises(NoSuchDeployment, match="nothing/at-all"):
        Route(str(tmp_path), "nothing/at-all").open()


def test_an_input_must_be_named_where_two_are_needed(tmp_path: Path) -> None:
    from compound.backends.prefect.events import Route

    name = deployed(compared)
    with pytest.raises(InputUnclear, match="one, other"):
        Route(str(tmp_path), name).open()
    Route(str(tmp_path), name, "other").open()
