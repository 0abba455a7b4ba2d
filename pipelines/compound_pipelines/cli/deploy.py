"""`compound deploy`: a pipeline that a Prefect server starts, on a schedule or from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from compound.backends.prefect.schedules import Schedule


def deploy(
    pipeline: Annotated[
        str, typer.Argument(help="A ready pipeline (document-understanding), file.py:name, or a workflow file.")
    ],
    name: Annotated[str, typer.Option(help="Of the deployment, if not that of the pipeline.")] = "",
    cron: Annotated[
        str | None, typer.Option(help="When to run it, as '0 6 * * *' for each day at six.", metavar="LINE")
    ] = None,
    timezone: Annotated[str, typer.Option(help="Of the cron line, as Europe/Berlin.", metavar="ZONE")] = "UTC",
    interval: Annotated[
        str | None, typer.Option(help="How often to run it, as 15m, 2h or 1d.", metavar="LENGTH")
    ] = None,
    pool: Annotated[str, typer.Option(help="Work pool whose workers run it; made if there is none.")] = "local",
    param: Annotated[
        list[str] | None,
        typer.Option(help="An input of runs that are given none, as source=inbox.pdf.", metavar="NAME=VALUE"),
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag of its runs.")] = None,
) -> None:
    """Deploy a pipeline to the Prefect server that PREFECT_API_URL names, or else to that of `compound serve`.

    Deploying it again under the same name replaces what was there.
    """
    from compound.backends.prefect.installed import require_prefect

    require_prefect()
    from compound.backends.prefect import deploying
    from compound_pipelines.cli.deployments import deployment_of

    schedule = _schedule(cron, timezone, interval)
    found = deployment_of(pipeline, param or [], name=name, pool=pool, schedule=schedule, tags=tuple(tag or ()))
    typer.echo(f"{deploying.deploy(found)}  {found.full_name}")


def _schedule(cron: str | None, timezone: str, interval: str | None) -> Schedule | None:
    from datetime import timedelta

    from compound.backends.prefect.schedules import Schedule
    from compound_pipelines.cli.lengths import seconds_of

    if cron and interval:
        raise typer.BadParameter("--cron and --interval exclude each other; give one of them")
    if interval:
        return Schedule(timedelta(seconds=seconds_of(interval, "--interval")), timezone)
    return Schedule(cron, timezone) if cron else None
