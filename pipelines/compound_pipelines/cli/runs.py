"""`compound runs`: what ran, and going on with what was broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from compound import Pipeline
    from compound.journal.journal import Journal
    from compound.journal.reading import RunDetails, RunSummary

app = typer.Typer(help="List earlier runs, look into one, go on with one.", no_args_is_help=True)

_At = Annotated[str, typer.Option("--at", metavar="URL", help="Another journal than COMPOUND_JOURNAL says.")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the run, or how it begins.")]
_Json = Annotated[bool, typer.Option("--json", help="JSON, one object a line.")]

_SHORT = 16
"""Digits of an id or key that people are shown: the time of a run in milliseconds, and some to tell it from others."""


@app.command("list")
def list_all(
    most: Annotated[int, typer.Option("--last", "-n", min=1, help="How many.")] = 20,
    as_json: _Json = False,
    at: _At = "",
) -> None:
    """Show the last runs, the newest first."""
    from dataclasses import asdict

    from compound.journal.reading import list_runs

    for run in list_runs(_journal(at), most):
        _print(asdict(run) if as_json else _line(run))


@app.command()
def show(run: _Id, as_json: _Json = False, at: _At = "") -> None:
    """Show every node run of a run, its errors and its decisions."""
    from dataclasses import asdict

    from compound.journal.reading import details

    found = details(_journal(at), run)
    if as_json:
        _print(asdict(found))
        return
    for line in _lines(found):
        _print(line)


@app.command()
def resume(
    run: _Id,
    pipeline: Annotated[
        str, typer.Option(metavar="PIPELINE", help="Where its pipeline is, as for `compound run`, if it is not found.")
    ] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Also when its code has changed since.")] = False,
    repeat: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="A node that acts and may do so again, by its path as `show` tells it."),
    ] = None,
    at: _At = "",
) -> None:
    """Go on with a run that crashed, failed or was cancelled, and print its result as JSON.

    What it had finished is not computed again, and nothing acts twice.
    """
    from compound.journal.resuming import Consent, Resumption

    journal = _journal(at)
    consent = Consent(changes=anyway, repeat=frozenset(repeat or ()))
    done = Resumption(journal, run, _pipeline(journal, run, pipeline), consent).run()
    for failed in done.failures.values():
        typer.echo(f"error: {failed}", err=True)
    if not done.ok:
        raise typer.Exit(1)
    from compound_pipelines.cli.formats import plain

    _print({"output": plain(done.output)})


def _journal(at: str) -> Journal:
    from compound.journal.journal import Journal

    return Journal(at or None)


def _pipeline(journal: Journal, run: str, reference: str) -> Pipeline[..., Any]:
    from compound.journal.resuming import pipeline_of
    from compound_pipelines.cli.finding import allowed_modules, find_pipeline

    return find_pipeline(reference) if reference else pipeline_of(journal, run, allowed_modules())


def _line(run: RunSummary) -> str:
    from datetime import datetime

    took = "" if run.seconds is None else f"{run.seconds:.2f} s"
    began = datetime.fromtimestamp(run.started)
    return f"{run.id[:_SHORT]}  {began:%Y-%m-%d %H:%M:%S}  {run.status:<9}  {took:>10}  {run.pipeline}"


def _lines(found: RunDetails) -> list[str]:
    return [
        _line(found.run),
        *(f"  input {port}: {key or 'not kept'}" for port, key in found.inputs.items()),
        *(
            f"  {node.status:<9}  {node.seconds:>9.3f} s  {node.path}"
            f"{f' (attempt {node.attempt})' if node.attempt > 1 else ''}  {(node.output or '')[:_SHORT]}"
            for node in found.nodes
        ),
        *(f"  decided {decision['path']}: {decision['what']}" for decision in found.decisions),
        *(f"  error {error['path']}: {error['type']}: {error['message']} {error['place']}" for error in found.errors),
    ]


def _print(what: Any) -> None:
    import json

    typer.echo(what if isinstance(what, str) else json.dumps(what, ensure_ascii=False))
