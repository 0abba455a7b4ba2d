"""Deployments of the one entry point, and what is refused before anything is deployed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("prefect")

from prefect.client.orchestration import get_client
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL, temporary_settings

from compound import load_workflow, node, pipeline
from compound.backends.prefect import deploying
from compound.backends.prefect.deploying import Deployment, deploy
from compound.backends.prefect.place import address_file
from compound.backends.prefect.recovering import TAG, ensure_recovery
from compound.backends.prefect.schedules import Schedule
from compound.errors.deploy import (
    DeploymentRefused,
    InputsMissing,
    NoServer,
    NotDeployable,
    ScheduleInvalid,
    ServerUnreachable,
)

from .deployable import sized
from .graphs import diamond

NOBODY = "http://127.0.0.1:9/api"


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No server that anything says of."""
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        yield


class TestWithoutAServer:
    @pytest.mark.usefixtures("nowhere")
    def test_it_is_said_how_to_start_one(self) -> None:
        with pytest.raises(NoServer, match="compound serve"):
            deploy(Deployment(sized))

    @pytest.mark.usefixtures("nowhere")
    def test_the_one_of_compound_serve_is_taken_where_no_other_is_named(self) -> None:
        address_file().parent.mkdir(parents=True)
        address_file().write_text(NOBODY)
        with pytest.raises(ServerUnreachable, match=NOBODY):
            deploy(Deployment(sized))

    def test_a_schedule_needs_all_inputs(self) -> None:
        with pytest.raises(InputsMissing, match="--param path="):
            deploy(Deployment(sized, schedule=Schedule("0 6 * * *"), inputs={"seconds": 1}))

    @pytest.mark.parametrize(
        "schedule",
        [Schedule("6 o'clock"), Schedule("0 6 * * *", "Mars/Olympus"), Schedule(timedelta(0))],
        ids=["cron", "timezone", "interval"],
    )
    def test_a_wrong_schedule_is_refused(self, schedule: Schedule) -> None:
        with pytest.raises(ScheduleInvalid):
            deploy(Deployment(sized, schedule=schedule, inputs={"path": "a"}))

    def test_a_pipeline_that_nobody_would_find_again_is_refused(self) -> None:
        @node
        def local(x: int) -> int:
            return x

        @pipeline
        def hidden(x: int) -> int:
            return local(x)

        with pytest.raises(NotDeployable, match="hidden"):
            deploy(Deployment(hidden))


@pytest.mark.prefect
@pytest.mark.usefixtures("prefect_server")
class TestOnAServer:
    def test_a_deployment_names_the_pipeline_and_where_its_module_is(self) -> None:
        made = read(deploy(Deployment(sized, name="named", tags=("mine",))))
        assert made.entrypoint == "compound.backends.prefect.generic.run_pipeline"
        assert made.parameters == {"spec": f"{sized.ref}", "inputs": {}}
        assert set(made.tags) == {TAG, "mine"}
        assert made.pull_steps[0]["prefect.deployments.steps.set_working_directory"]["directory"] == str(
            Path(__file__).parents[sized.ref.partition(":")[0].count(".")]
        )

    def test_a_pipeline_from_a_file_travels_in_its_serialised_form(self) -> None:
        loaded = load_workflow(diamond.spec())
        made = read(deploy(Deployment(loaded, modules=("other",))))
        assert made.parameters == {"spec": diamond.spec(), "modules": ["other"], "inputs": {}}
        assert made.pull_steps == []

    def test_a_large_form_is_kept_in_the_journal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(deploying, "_LARGEST", 10)
        loaded = load_workflow(diamond.spec())
        made = read(deploy(Deployment(loaded)))
        assert len(made.parameters["spec"]) == 64

    def test_deploying_again_replaces_schedule_and_inputs(self) -> None:
        first = deploy(Deployment(sized, "again", schedule=Schedule("0 6 * * *"), inputs={"path": "a"}))
        second = deploy(Deployment(sized, "again", schedule=Schedule(timedelta(hours=2)), inputs={"path": "b"}))
        made = read(second)
        assert (first, [s.schedule.interval for s in made.schedules]) == (second, [timedelta(hours=2)])
        assert made.parameters["inputs"] == {"path": "b"}

    def test_inputs_of_a_wrong_type_are_refused_at_once(self) -> None:
        with pytest.raises(DeploymentRefused, match="seconds"):
            deploy(Deployment(sized, inputs={"path": "a", "seconds": "soon"}))

    @pytest.mark.parametrize(
        ("parameters", "blamed"),
        [
            ({"inputs": {}}, "path"),
            ({"inputs": {"path": "a", "seconds": "soon"}}, "seconds"),
            ({"inputs": {"path": "a", "options": {"pages": 10}}}, "pages"),
            ({"inputs": {"path": "a", "colour": "red"}}, "colour"),
            ({"inputs": {"path": "a"}, "spec": "os:system"}, "os:system"),
            ({"inputs": {"path": "a"}, "path": "a"}, "path"),
        ],
        ids=lambda given: str(given)[:40],
    )
    def test_a_run_with_wrong_parameters_is_refused_before_it_is_made(self, parameters: Any, blamed: str) -> None:
        deployment = deploy(Deployment(sized))
        with get_client(sync_client=True) as client, pytest.raises(PrefectHTTPStatusError) as refused:
            client.create_flow_run_from_deployment(deployment, parameters=parameters)
        assert refused.value.response.status_code == 409
        assert blamed in refused.value.response.json()["detail"]

    def test_a_run_with_right_parameters_is_made(self) -> None:
        inputs = {"path": "a", "seconds": 1, "options": {"pages": 2, "language": "de"}}
        with get_client(sync_client=True) as client:
            made = client.create_flow_run_from_deployment(deploy(Deployment(sized)), parameters={"inputs": inputs})
        assert made.parameters == {"spec": sized.ref, "inputs": inputs}
        assert TAG in made.tags

    def test_recovery_is_set_up_once_however_often_it_is_asked_for(self) -> None:
        ensure_recovery()
        ensure_recovery()
        with get_client(sync_client=True) as client:
            names = [automation.name for automation in client.read_automations() if "compound" in automation.name]
        assert sorted(names) == [
            "compound: crashed",
            "compound: give up",
            "compound: never began",
            "compound: no heartbeat",
        ]


def read(deployment: Any) -> Any:
    with get_client(sync_client=True) as client:
        return client.read_deployment(deployment)
