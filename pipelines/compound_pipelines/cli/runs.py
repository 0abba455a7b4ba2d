"""`compound runs`: what ran, going on with what was broken off, doing it again, and what differs."""

from __future__ import annotations

from typing import Annotated

import typer

from compound_pipelines.cli.recorded import AsJson, At, RunId, Where, echo, echo_result, journal_at, pipeline_for

app = typer.Typer(help="List earlier runs, look into one, go on with one, do one again.", no_args_is_help=True)


@app.command("list")
def list_all(
    most: Annotated[int, typer.Option("--last", "-n", min=1, help="How many.")] = 20,
    as_json: AsJson = False,
    at: At = "",
) -> None:
    """Show the last runs, the newest first."""
    from dataclasses import asdict

    from compound.journal.reading.runs import list_runs
    from compound_pipelines.cli.run_lines import line_of

    for run in list_runs(journal_at(at), most):
        echo(asdict(run) if as_json else line_of(run))


@app.command()
def show(run: RunId, as_json: AsJson = False, at: At = "") -> None:
    """Show every node run of a run, its errors and its decisions."""
    from dataclasses import asdict

    from compound.journal.reading.runs import details
    from compound_pipelines.cli.run_lines import lines_of

    found = details(journal_at(at), run)
    for line in [asdict(found)] if as_json else lines_of(found):
        echo(line)


@app.command()
def resume(
    run: RunId,
    pipeline: Where = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Also when its code has changed since.")] = False,
    repeat: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="A node that acts and may do so again, by its path as `show` tells it."),
    ] = None,
    at: At = "",
) -> None:
    """Go on with a run that crashed, failed or was cancelled, and print its result as JSON.

    What it had finished is not computed again, and nothing acts twice.
    """
    from compound.cache.cache import Cache
    from compound.journal.going_on.resuming import Consent, Resumption

    journal = journal_at(at)
    consent = Consent(changes=anyway, repeat=frozenset(repeat or ()))
    echo_result(Resumption(journal, run, pipeline_for(journal, run, pipeline), consent, Cache()).run())


@app.command()
def rerun(
    run: RunId,
    node: Annotated[
        str, typer.Option("--from", metavar="NODE", help="Where to begin: a node, each/node, or each[3]/node.")
    ] = "",
    pipeline: Where = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Also when code before NODE has changed since.")] = False,
    repeat: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="A node that wrote or acted and may do so again; each/node for all items."),
    ] = None,
    at: At = "",
) -> None:
    """Do a run again on the same inputs, as a new run, and print its result as JSON.

    With --from the results of all nodes that do not depend on NODE are taken from the old run.
    """
    from compound.journal.going_on.rerunning import Rerun
    from compound.journal.going_on.resuming import Consent

    journal = journal_at(at)
    consent = Consent(changes=anyway, repeat=frozenset(repeat or ()))
    again = Rerun(journal, run, pipeline_for(journal, run, pipeline), node, consent)
    done = again.run()
    typer.echo(f"run {again.run_id}, again from {again.origin}", err=True)
    echo_result(done)


@app.command()
def diff(before: RunId, after: RunId, as_json: AsJson = False, at: At = "") -> None:
    """Show what differs between two runs, and the node where it begins."""
    from compound.journal.reading.differing import difference

    found = difference(journal_at(at), before, after)
    if as_json:
        from dataclasses import asdict

        echo({**asdict(found), "causes": [node.path for node in found.causes]})
        return
    from compound_pipelines.cli.diff_lines import diff_lines

    for line in diff_lines(found):
        echo(line)
