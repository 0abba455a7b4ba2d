"""The commands and where they live."""

from __future__ import annotations

import typer

from compound_pipelines.cli import models, new, runs, store
from compound_pipelines.cli.deploy import deploy
from compound_pipelines.cli.discovery import capabilities, nodes
from compound_pipelines.cli.discovery.lock import lock
from compound_pipelines.cli.explain import explain
from compound_pipelines.cli.export import export
from compound_pipelines.cli.forecast import forecast
from compound_pipelines.cli.measuring import measure
from compound_pipelines.cli.run import run
from compound_pipelines.cli.serve import serve
from compound_pipelines.cli.show import show
from compound_pipelines.cli.trace import trace
from compound_pipelines.cli.watch import watch

app = typer.Typer(
    help="Typed DAGs for compound AI.", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)
app.command()(run)
app.command()(show)
app.command()(lock)
app.command()(forecast)
app.command()(deploy)
app.command()(serve)
app.command()(explain)
app.command()(trace)
app.command()(watch)
runs.app.command()(export)
app.add_typer(nodes.app, name="nodes")
app.add_typer(capabilities.app, name="capabilities")
models.app.command()(measure)
app.add_typer(models.app, name="models")
app.add_typer(runs.app, name="runs")
app.add_typer(store.app, name="store")
app.add_typer(new.app, name="new")
