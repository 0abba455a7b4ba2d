"""`compound new`: the beginning of something."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Make a pack of nodes.", no_args_is_help=True)


@app.callback()
def new() -> None:
    """Make a pack of nodes."""


@app.command()
def pack(
    name: Annotated[str, typer.Argument(help="What the pack and its module are called, as in acme or acme-nodes.")],
    folder: Annotated[Path, typer.Option("--in", metavar="FOLDER", help="Where its folder is made.")] = Path(),
) -> None:
    """Make a pack that works: one node, its manifest, and a test. Nothing is overwritten."""
    from compound_registry.scaffold import new_pack

    for path in new_pack(name, folder):
        typer.echo(path)
    typer.echo(f"Next: pip install -e {folder / name} && pytest {folder / name}", err=True)
