"""`compound run`: a pipeline on inputs from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from compound import Pipeline
    from compound_pipelines.cli.formats import Format


def run(
    pipeline: Annotated[
        str, typer.Argument(help="A ready pipeline (document-understanding), file.py:name, or a workflow file.")
    ],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            help="Inputs: one run for each, or name=value for a pipeline of several inputs. "
            "A folder stands for its documents, a pattern for its matches."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="One row a document; a ' stands before texts that look like formulas.")
    ] = False,
    schema: Annotated[
        str | None, typer.Option(help="Your own fields: a pydantic model, file.py:Model.", metavar="FILE.PY:MODEL")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Of the documents, such as de or pt-BR (BCP 47).", metavar="TAG")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write a report to this HTML file.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", min=1, help="Documents at once, as many as cores by default; 1 is one page at a time."
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Compute all anew: take no answers of earlier runs, and keep none.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew what was broken off, instead of going on with it.")
    ] = False,
) -> None:
    """Run a pipeline, and print results as they are done.

    What fails is named on the error stream, and the exit code is 1. A run that was broken off goes on where it stood,
    and what nodes have answered before is not computed again.
    """
    from compound_pipelines.cli.finding import find_pipeline
    from compound_pipelines.cli.running import Order, run_all
    from compound_pipelines.cli.tailoring import tailored

    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv exclude each other; ask for one of them.")
    found = tailored(pipeline, schema=schema, language=language) if schema or language else find_pipeline(pipeline)
    order = Order(
        format=_format(found, as_json=as_json, as_csv=as_csv),
        jobs=jobs or _cores(),
        cached=not no_cache,
        anew=fresh or no_cache,
        report=report,
    )
    raise typer.Exit(run_all(found, inputs or [], order))


def _format(pipeline: Pipeline[..., Any], *, as_json: bool, as_csv: bool) -> Format:
    from compound_pipelines.cli.formats import AsCsv, AsJson, ForPeople

    if as_csv:
        return AsCsv(pipeline)
    return AsJson() if as_json else ForPeople()


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
