"""`compound models`: the models of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from compound_registry.card import Card

app = typer.Typer(help="List, fetch, verify and remove models.", no_args_is_help=True)

_Names = Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Names as `compound models list` has them.")]


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array, for other programs.")] = False,
) -> None:
    """Show every model that has a card, and whether it is here."""
    from compound_registry.cards import cards

    rows = [_row(card) for card in cards().values()]
    if as_json:
        import json

        typer.echo(json.dumps(rows, indent=2))
    else:
        _print_table(rows)


@app.command()
def fetch(names: _Names = None, every: Annotated[bool, typer.Option("--all", help="Fetch all.")] = False) -> None:
    """Fetch models, continuing what was interrupted. What is here already is checked and kept."""
    from compound_registry.models import fetch as fetch_model

    def bring(name: str) -> str:
        with _transfer(name) as progress:
            return str(fetch_model(name, progress))

    _for_each(_chosen(names, every), bring)


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


def _chosen(names: list[str] | None, every: bool) -> list[str]:
    if every:
        from compound_registry.cards import cards

        return list(cards())
    if not names:
        raise typer.BadParameter("name at least one model, or give --all")
    return names


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


def _row(card: Card) -> dict[str, Any]:
    from compound_registry.models import fetched, place

    path = str(place(card.name)) if fetched(card.name) else None
    return {**card.model_dump(mode="json"), "fetched": path is not None, "path": path}


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("name", "here", "MB", "licence", "what it is", box=None)
    for row in rows:
        size = f"{row['size'] / 1e6:.0f}"
        table.add_row(row["name"], "yes" if row["fetched"] else "no", size, row["licence"], row["summary"])
    Console().print(table)


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
