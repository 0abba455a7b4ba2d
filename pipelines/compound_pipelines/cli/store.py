"""`compound store`: what is kept on disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from compound.store.blobs import Blobs

app = typer.Typer(help="List, measure and clear what is kept of earlier runs.", no_args_is_help=True)

_At = Annotated[str, typer.Option("--at", metavar="FOLDER|URL", help="Another store than COMPOUND_STORE says.")]
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}


@app.command("list")
def list_blobs(
    at: _At = "", as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False
) -> None:
    """Show every blob, the one last used first: when it was used, its size and its digest."""
    import json
    from dataclasses import asdict
    from datetime import datetime

    for entry in sorted(_blobs(at).shelf.entries(), key=lambda entry: entry.used, reverse=True):
        if as_json:
            typer.echo(json.dumps(asdict(entry)))
        else:
            typer.echo(f"{datetime.fromtimestamp(entry.used):%Y-%m-%d %H:%M}  {_bytes(entry.size):>10}  {entry.digest}")


@app.command()
def size(at: _At = "") -> None:
    """Show how many blobs there are, and how much room they take."""
    blobs = _blobs(at)
    sizes = [entry.size for entry in blobs.shelf.entries()]
    typer.echo(f"{len(sizes):,} blobs, {_bytes(sum(sizes))}, in {blobs.shelf.place}")


@app.command()
def gc(
    keep: Annotated[
        str, typer.Option(metavar="AGE", help="Remove what was not used for so long, as 12h, 7d, 2w.")
    ] = "",
    most: Annotated[str, typer.Option("--size", metavar="SIZE", help="Keep at most so much, as 10GB.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove it; otherwise only tell what would go.")] = False,
    at: _At = "",
) -> None:
    """Remove blobs that were not used for long, or the least recently used above a size.

    What runs that have not succeeded need to go on stays.
    """
    from compound.journal.journal import Journal
    from compound.journal.roots import roots
    from compound.store.sweep import Limits, sweep

    if not keep and not most:
        raise typer.BadParameter("say what may stay, as --keep 7d or --size 10GB")
    limits = Limits(_age(keep) if keep else None, _size(most) if most else None)
    blobs = _blobs(at)
    planned = sweep(blobs, limits, lambda: roots(Journal(blobs=blobs)))
    told = f"{len(planned.doomed):,} of {planned.count:,} blobs, {_bytes(planned.freed)} of {_bytes(planned.size)}"
    if yes:
        typer.echo(f"removing {told}: {_bytes(planned.carry_out())} freed")
    else:
        typer.echo(f"would remove {told}; add --yes to do so")


def _blobs(at: str) -> Blobs:
    from compound.store.blobs import Blobs
    from compound.store.home import blobs_place

    return Blobs(at or blobs_place())


def _age(text: str) -> float:
    """Seconds."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhdw])", text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no age; write it like 12h, 7d or 2w", param_hint="--keep")
    return float(match[1]) * _SECONDS[match[2]]


def _size(text: str) -> int:
    from pydantic import ByteSize, TypeAdapter, ValidationError

    try:
        return int(TypeAdapter(ByteSize).validate_python(text))
    except ValidationError as error:
        raise typer.BadParameter(f"{text!r} is no size; write it like 10GB", param_hint="--size") from error


def _bytes(count: int) -> str:
    from pydantic import ByteSize

    return ByteSize(count).human_readable(decimal=True, separator=" ")
