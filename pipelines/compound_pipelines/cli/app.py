"""The commands and where they live."""

from __future__ import annotations

import typer

from compound_pipelines.cli import models
from compound_pipelines.cli.run import run
from compound_pipelines.cli.show import show

app = typer.Typer(
    help="Typed DAGs for compound AI.", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)
app.command()(run)
app.command()(show)
app.add_typer(models.app, name="models")
