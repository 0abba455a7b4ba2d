"""`compound serve`: a Prefect server with a worker, for development."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    pipelines: Annotated[
        list[str] | None, typer.Argument(help="Pipelines to deploy, as for `compound deploy`.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Of the server and its page.")] = 4200,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    database: Annotated[
        str,
        typer.Option(
            help="Of the server, as postgresql://user@host/prefect; a file in COMPOUND_HOME otherwise.", metavar="URL"
        ),
    ] = "",
    pool: Annotated[str, typer.Option(help="Work pool that the worker takes runs from.")] = "local",
    runs: Annotated[int, typer.Option(min=1, help="Runs at once, each in a process of its own.")] = 2,
) -> None:
    """Start a Prefect server and a worker, and deploy pipelines to it, until Ctrl-C.

    The server listens to anyone who can reach its address, and whoever does can start runs.
    """
    from compound.backends.prefect.installed import require_prefect

    require_prefect()
    from compound.backends.prefect import serving
    from compound.backends.prefect.serving_settings import Serving
    from compound_pipelines.cli.deployments import deployment_of

    deployments = [deployment_of(reference, pool=pool) for reference in pipelines or []]
    order = Serving(port=port, host=host, database=database, pool=pool, runs=runs)
    serving.serve(order, deployments, lambda line: typer.echo(line, err=True))
