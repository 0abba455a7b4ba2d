"""Tables for people and JSON for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from compound_pipelines.cli.discovery.layout import Row, grouped, laid_out

AsJson = Annotated[bool, typer.Option("--json", help="One JSON array or object, for other programs.")]


def print_json(data: Any) -> None:
    """One JSON value on the output."""
    import json

    typer.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str))


def print_table(headings: Row, rows: Iterable[Row]) -> None:
    """Rows under headings, as wide as the terminal; each on one line where the output is none."""
    head, *lines = laid_out(headings, rows, terminal_width())
    if head.strip():
        typer.secho(head, bold=True)
    for line in lines:
        typer.echo(line)


def print_prose(text: str) -> None:
    """Paragraphs, as wide as the terminal, with an empty line after each."""
    from textwrap import fill

    width = terminal_width()
    for paragraph in text.split("\n\n"):
        typer.echo((paragraph if width is None else fill(paragraph, width)) + "\n")


def print_groups(headings: Row, rows: Iterable[Row]) -> None:
    """`print_table`, where on a terminal a name that repeats the one above is left out."""
    print_table(headings, rows if terminal_width() is None else grouped(rows))


def terminal_width() -> int | None:
    """Cells; None where the output is a file or another program, which wants whole lines."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns
