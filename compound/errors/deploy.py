"""What can go wrong when pipelines are deployed to a Prefect server, and when one is served for development."""

from __future__ import annotations

from pathlib import Path

from compound.errors.root import CompoundError


class NoServer(CompoundError):
    """Raised when something is to be deployed and nothing says where the Prefect server is."""

    def __init__(self) -> None:
        super().__init__(
            "no Prefect server is known. Start one for development with `compound serve` in another terminal; or start "
            "one with `prefect server start` and set PREFECT_API_URL to its address, such as http://127.0.0.1:4200/api."
        )


class ServerUnreachable(CompoundError):
    """Raised when no Prefect server answers where one should be."""

    def __init__(self, *, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(
            f"no Prefect server answers at {url}: {reason}. Start it (`compound serve`, or `prefect server start`), or "
            "set PREFECT_API_URL to where it is."
        )


class ScheduleInvalid(CompoundError):
    """Raised when a schedule is no cron line, no length of time, or names a time zone that is not known."""

    def __init__(self, *, schedule: str, reason: str) -> None:
        self.schedule, self.reason = schedule, reason
        super().__init__(
            f"{schedule!r} is no schedule: {reason}. A cron line has five fields, as `0 6 * * *` for each day at six; "
            "a time zone is named as Europe/Berlin."
        )


class InputsMissing(CompoundError):
    """Raised when a schedule would start runs of a pipeline without values for all of its inputs."""

    def __init__(self, *, pipeline: str, inputs: tuple[str, ...]) -> None:
        self.pipeline, self.inputs = pipeline, inputs
        given = " ".join(f"--param {name}=…" for name in inputs)
        super().__init__(
            f"scheduled runs of {pipeline} would have no {' and no '.join(f'`{name}`' for name in inputs)}: nobody is "
            f"there to fill in the form. Give {given}."
        )


class DeploymentRefused(CompoundError):
    """Raised when the Prefect server does not take a deployment, most often for parameters that do not fit."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"the Prefect server refuses the deployment {name}: {reason}")


class NotDeployable(CompoundError):
    """Raised when another process could not find a pipeline again: it is neither in a module nor can be written out."""

    def __init__(self, *, pipeline: str, reason: str) -> None:
        self.pipeline, self.reason = pipeline, reason
        super().__init__(
            f"{pipeline} cannot be deployed: {reason}. Define it at the top level of a module, or save it as a "
            "workflow file."
        )


class NoSuchPipeline(CompoundError):
    """Raised when a run is started for a pipeline that the worker does not find."""

    def __init__(self, *, reference: str, reason: str) -> None:
        self.reference, self.reason = reference, reason
        super().__init__(
            f"no pipeline {reference!r} here: {reason}. Install its package for the worker, or deploy it again."
        )


class AlreadyServing(CompoundError):
    """Raised when `compound serve` runs already on the same state."""

    def __init__(self, *, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        where = f" at {url}" if url else ""
        super().__init__(
            f"another `compound serve` runs{where}, with its state in {folder}. Stop it, or set COMPOUND_HOME to "
            "another folder for this one."
        )


class PortTaken(CompoundError):
    """Raised when the port that a server is to listen on is in use."""

    def __init__(self, *, host: str, port: int, reason: str) -> None:
        self.host, self.port, self.reason = host, port, reason
        super().__init__(f"cannot listen on {host}:{port}: {reason}. Give another one with --port.")


class DatabaseInvalid(CompoundError):
    """Raised when a URL names no database that Prefect's server can use."""

    def __init__(self, *, url: str) -> None:
        self.url = url
        """Without its password."""
        super().__init__(
            f"{url!r} is no database for a Prefect server: write it as postgresql://user:password@host/prefect."
        )


class ServerFailed(CompoundError):
    """Raised when the Prefect server or worker that was started ends by itself, or does not get ready."""

    def __init__(self, *, what: str, log: Path, last: str) -> None:
        self.what, self.log, self.last = what, log, last
        """What it was doing, its whole log, and the end of that."""
        super().__init__(f"{what}. The end of its log, {log}:\n{last}")


class FlowRunHeld(CompoundError):
    """Raised when a flow run is to be worked on that another process works on already."""

    def __init__(self, *, flow_run: str) -> None:
        self.flow_run = flow_run
        super().__init__(f"another process works on the flow run {flow_run}; this one leaves it alone.")
