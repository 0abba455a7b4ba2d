"""Deployments: pipelines that a Prefect server starts on a schedule, from its page, or when an event comes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.workers.process import ProcessWorker

from compound.backends.prefect.generic import ENTRY_POINT
from compound.backends.prefect.kept_forms import keep_form
from compound.backends.prefect.parameters import Schema, schema_of
from compound.backends.prefect.reaching import server
from compound.backends.prefect.recovering import TAG
from compound.errors.deploy import DeploymentRefused, InputsMissing, NotDeployable
from compound.errors.workflow import NotSerialisable
from compound.journal.journal import Journal
from compound.modules import main_name

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient

    from compound.backends.prefect.schedules import Schedule
    from compound.graph.pipeline import Pipeline

_LARGEST = 65_536  # characters of a form that goes with each flow run; Prefect takes 524,288 bytes of parameters
_PULL = "prefect.deployments.steps.set_working_directory"


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is to be deployed, and how."""

    pipeline: Pipeline[..., Any]
    name: str = ""
    """That of the pipeline when empty."""
    pool: str = "local"
    """The work pool whose workers run it."""
    schedule: Schedule | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    """Inputs by name, as JSON has them, of scheduled runs and of others that are given none."""
    tags: tuple[str, ...] = ()
    """Tags of the deployment and its runs, besides `compound`."""
    modules: tuple[str, ...] = ()
    """Modules beyond those of compound in which the names of a serialised form may be looked up."""

    @property
    def full_name(self) -> str:
        """`flow/deployment`, as Prefect names it."""
        return f"{self.pipeline.name}/{self.name or self.pipeline.name}"


def deploy(deployment: Deployment) -> UUID:
    """Makes the deployment, or brings the one of the same name up to date; its id.

    A work pool that is not there is made, for workers that run each flow run in a process of its own. Raises NoServer,
    ServerUnreachable, ScheduleInvalid, InputsMissing, NotDeployable, DeploymentRefused.
    """
    pipeline = deployment.pipeline
    schedules = [deployment.schedule.for_prefect()] if deployment.schedule else []
    _refuse_missing(deployment)
    source = _source(deployment)
    folder = _folder(source["spec"])
    with server() as client:
        try:
            ensure_pool(client, deployment.pool)
            return client.create_deployment(
                client.create_flow_from_name(pipeline.name),
                deployment.name or pipeline.name,
                description=pipeline.__doc__,
                entrypoint=ENTRY_POINT,
                enforce_parameter_schema=True,
                parameter_openapi_schema=_schema(pipeline, source),
                parameters={**source, "inputs": deployment.inputs},
                pull_steps=[{_PULL: {"directory": str(folder)}}] if folder else [],
                schedules=schedules,
                tags=sorted({TAG, *deployment.tags}),
                work_pool_name=deployment.pool,
            )
        except PrefectHTTPStatusError as error:
            raise DeploymentRefused(name=deployment.full_name, reason=_detail(error)) from error


def ensure_pool(client: SyncPrefectClient, name: str) -> None:
    """Makes the work pool, of processes, unless there is one of this name, of whatever type."""
    try:
        client.read_work_pool(name)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=name, type=ProcessWorker.type, base_job_template=template))


def _source(deployment: Deployment) -> dict[str, Any]:
    """The parameters that name the pipeline: where a module has it, else its serialised form or the digest of that."""
    pipeline = deployment.pipeline
    reference = _reference(pipeline)
    if reference is not None:
        return {"spec": reference}
    try:
        form = pipeline.spec()
    except NotSerialisable as error:
        raise NotDeployable(pipeline=pipeline.name, reason=error.message) from error
    if len(json.dumps(form)) <= _LARGEST:
        return {"spec": form, "modules": list(deployment.modules)}
    journal = Journal()
    try:
        return {"spec": keep_form(journal, pipeline), "modules": list(deployment.modules)}
    finally:
        journal.close()


def _reference(pipeline: Pipeline[..., Any]) -> str | None:
    """`module:name`, where the module of the pipeline's function has the pipeline under any name."""
    module = _module(pipeline.ref.partition(":")[0])
    names = [name for name, value in vars(module).items() if value is pipeline] if module else []
    return f"{pipeline.ref.partition(':')[0]}:{names[0]}" if names else None


def _schema(pipeline: Pipeline[..., Any], source: dict[str, Any]) -> Schema:
    """The form that Prefect shows is of `properties`; what names the pipeline is not in it, and cannot be changed."""
    inputs = schema_of(pipeline)
    return {
        "title": "Parameters",
        "type": "object",
        "properties": {"inputs": {**inputs, "title": "inputs", "position": 0}},
        "required": ["inputs"] if inputs.get("required") else [],
        "definitions": inputs.pop("definitions", {}),
        "patternProperties": {f"^{name}$": {"enum": [value]} for name, value in source.items()},
        "propertyNames": {"enum": ["inputs", *source]},
    }


def _folder(source: Any) -> Path | None:
    """The folder from which a worker can import the module of a pipeline; None where it is an installed package."""
    if not isinstance(source, str) or ":" not in source:
        return None
    module = source.partition(":")[0]
    file = getattr(_module(module), "__file__", None)
    if file is None or module.partition(".")[0] in packages_distributions():
        return None
    inside = module.count(".") + (Path(file).stem == "__init__")
    return Path(file).resolve().parents[inside]


def _module(name: str) -> ModuleType | None:
    """The module of this name; the running script is one that others can import by the name of its file."""
    return sys.modules.get(name) or (sys.modules["__main__"] if name == main_name() else None)


def _refuse_missing(deployment: Deployment) -> None:
    if deployment.schedule is None:
        return
    inputs = [port.name for port in deployment.pipeline.signature.inputs if port.required]
    missing = tuple(name for name in inputs if name not in deployment.inputs)
    if missing:
        raise InputsMissing(pipeline=deployment.pipeline.name, inputs=missing)


def _detail(error: PrefectHTTPStatusError) -> str:
    body = error.response.json()
    return str(body.get("detail", body)) if isinstance(body, dict) else error.response.text
