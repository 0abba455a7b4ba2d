"""`compound trace`: from a file that was written by runs back to all that it came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from compound.journal.journal import Journal
    from compound.provenance.artifacts import Origin


def trace(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report, or another file that a run wrote.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    at: Annotated[str, typer.Option("--at", metavar="URL", help="Another journal than COMPOUND_JOURNAL says.")] = "",
) -> None:
    """Show where a file came from: its runs, their nodes, models, inputs and decisions, and places in documents.

    It is known by its bytes; one that was changed since, by the marks that it carries.
    """
    from compound.journal.journal import Journal
    from compound.provenance.artifacts import origin

    journal = Journal(at or None)
    found = origin(journal, file)
    (_print_data if as_json else _print_lines)(journal, found)


def _print_lines(journal: Journal, found: Origin) -> None:
    from compound_pipelines.cli.telling.files import lines_of_file
    from compound_pipelines.cli.telling.traced import traced

    for line in lines_of_file(found):
        typer.echo(line)
    for run in found.runs:
        for line in traced(journal, run).lines():
            typer.echo(line)


def _print_data(journal: Journal, found: Origin) -> None:
    import json
    from dataclasses import asdict

    from compound_pipelines.cli.formats import plain
    from compound_pipelines.cli.telling.traced import traced

    about: dict[str, Any] = {**asdict(found), "changed": found.written is None}
    runs = [traced(journal, run).data() for run in found.runs]
    typer.echo(json.dumps(plain({**about, "runs": runs}), ensure_ascii=False))
