"""`compound run`: a pipeline on inputs from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def run(
    pipeline: Annotated[
        str, typer.Argument(help="A ready pipeline (document-understanding), file.py:name, or a workflow file.")
    ],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(help="Inputs: one run for each, or name=value for a pipeline of several inputs."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    schema: Annotated[
        str | None, typer.Option(help="Your own fields: a pydantic model, file.py:Model.", metavar="FILE.PY:MODEL")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write a report to this HTML file.")] = None,
) -> None:
    """Run a pipeline. What fails is named on the error stream, and the exit code is 1."""
    from compound_pipelines.cli.finding import find_pipeline, with_schema
    from compound_pipelines.cli.running import Output, run_all

    found = with_schema(pipeline, schema) if schema else find_pipeline(pipeline)
    failed = run_all(found, inputs or [], Output(as_json=as_json, report=report))
    raise typer.Exit(1 if failed else 0)
