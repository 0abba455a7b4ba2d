"""What the commands on recorded runs have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from compound import Pipeline
    from compound.journal.journal import Journal
    from compound.run.result import Run

At = Annotated[str, typer.Option("--at", metavar="URL", help="Another journal than COMPOUND_JOURNAL says.")]
RunId = Annotated[str, typer.Argument(metavar="ID", help="Id of the run, or how it begins.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, one object a line.")]
Where = Annotated[
    str, typer.Option(metavar="PIPELINE", help="Where its pipeline is, as for `compound run`, if it is not found.")
]

SHORT = 16
"""Digits of an id or key that people are shown: the time of a run in milliseconds, and some to tell it from others."""


def journal_at(place: str) -> Journal:
    """The journal at a URL, by default the one that COMPOUND_JOURNAL says."""
    from compound.journal.journal import Journal

    return Journal(place or None)


def pipeline_for(journal: Journal, run: str, reference: str) -> Pipeline[..., Any]:
    """The pipeline of a run: what the reference says, else what its serialised form does. Raises RunFormMissing."""
    from compound.journal.going_on.resuming import pipeline_of
    from compound_pipelines.cli.finding import allowed_modules, find_pipeline

    return find_pipeline(reference) if reference else pipeline_of(journal, run, allowed_modules())


def echo(what: Any) -> None:
    """Prints a line: text as it is, anything else as JSON."""
    import json

    typer.echo(what if isinstance(what, str) else json.dumps(what, ensure_ascii=False))


def echo_result(done: Run[Any]) -> None:
    """Prints what came of a run as JSON. Raises Exit, with 1, once it has named what failed."""
    for failed in done.failures.values():
        typer.echo(f"error: {failed}", err=True)
    if not done.ok:
        raise typer.Exit(1)
    from compound_pipelines.cli.formats import plain

    echo({"output": plain(done.output)})
