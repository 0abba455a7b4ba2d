"""Files that arrive start runs of a deployment: each is an event on the Prefect server, and an automation takes it up.

Whatever can reach the server may send the same event, as a webhook does: `POST /api/events` with a list of one or more
`{"id": …, "occurred": …, "event": …, "resource": …, "payload": …}`, as `announcement` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import Event, Resource
from prefect.exceptions import ObjectNotFound

from compound.backends.prefect.reaching import server
from compound.errors.arrivals import InputUnclear, NoSuchDeployment

if TYPE_CHECKING:
    from prefect.client.schemas.responses import DeploymentResponse

    from compound.arrivals.watcher import Arrival

EVENT = "compound.folder.file-arrived"
_PATH = {"__prefect_kind": "jinja", "template": "{{ event.payload.path }}"}


@dataclass(frozen=True, slots=True)
class Route:
    """Which deployment a place's files start."""

    place: str
    """Folder or URL."""
    deployment: str
    """`flow/deployment`."""
    input: str = ""
    """The input that takes the path; the only one that must be given when empty."""

    def open(self) -> UUID:
        """Makes the automation on the Prefect server, or brings the one of this route up to date; its id.

        Raises NoServer, ServerUnreachable, NoSuchDeployment, InputUnclear.
        """
        with server() as client:
            try:
                found = client.read_deployment_by_name(self.deployment)
            except ObjectNotFound:
                raise NoSuchDeployment(name=self.deployment) from None
            wanted = self._automation(found)
            there = client.read_automations_by_name(wanted.name)
            if not there:
                return client.create_automation(wanted)
            client.update_automation(there[0].id, wanted)
            return there[0].id

    def hand_on(self, arrival: Arrival) -> None:
        """Tells the server that a file arrived; it has taken that when this returns. Raises NoServer and its like."""
        event = announcement(self.place, arrival)
        with server() as client:
            client.request("POST", "/events", json=[event.model_dump(mode="json")]).raise_for_status()

    def _automation(self, deployment: DeploymentResponse) -> AutomationCore:
        return AutomationCore(
            name=f"compound: {self.place} starts {self.deployment}",
            description="Files that `compound watch` finds start runs.",
            trigger=EventTrigger(
                expect={EVENT},
                match={"prefect.resource.id": [_resource(self.place)]},
                posture=Posture.Reactive,
                threshold=1,
            ),
            actions=[
                RunDeployment(
                    source="selected",
                    deployment_id=deployment.id,
                    parameters=_parameters(deployment, self.input),
                    job_variables=None,
                )
            ],
        )


def announcement(place: str, arrival: Arrival) -> Event:
    """The event that a file arrived; of the same content at the same place it has the same id."""
    resource = _resource(place)
    return Event(
        id=uuid5(NAMESPACE_URL, f"{resource}/{arrival.digest}"),
        event=EVENT,
        resource=Resource({"prefect.resource.id": resource, "prefect.resource.name": place}),
        payload={"path": arrival.path, "digest": arrival.digest},
    )


def _resource(place: str) -> str:
    return f"compound.folder.{place}"


def _parameters(deployment: DeploymentResponse, name: str) -> dict[str, Any]:
    """The path as the parameter that takes it; among `inputs` where the deployment is one of `compound deploy`."""
    schema, given = deployment.parameter_openapi_schema or {}, deployment.parameters
    if "spec" not in given:
        return {_taking(deployment.name, name, schema, given): _PATH}
    inside = {"inputs": {}, **schema.get("properties", {})}["inputs"]
    others = given.get("inputs") or {}
    return {"inputs": {**others, _taking(deployment.name, name, inside, others): _PATH}}


def _taking(target: str, name: str, schema: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """The input of this name, else the only one that is still needed, else the only one."""
    known = tuple(schema.get("properties", ()))
    needed = [other for other in schema.get("required", ()) if other not in given]
    fitting = [name] if name else needed or known
    if len(fitting) != 1 or fitting[0] not in known:
        raise InputUnclear(target=target, given=name, inputs=known)
    return fitting[0]
