"""`compound lock`: pins the choices that pipelines make."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def lock(
    pipelines: Annotated[list[str], typer.Argument(help="Ready pipelines, file.py:name, or workflow files.")],
    file: Annotated[Path, typer.Option(help="The lock file to write.")] = Path("compound.lock"),
) -> None:
    """Pin what pipelines choose, so that tomorrow's run chooses the same or says what changed."""
    import os

    from compound_pipelines.cli.discovery.printing import print_table
    from compound_pipelines.cli.finding import find_pipeline
    from compound_registry.choice import watched
    from compound_registry.choosing.lock import Lock, PinnedChoice

    os.environ["COMPOUND_LOCK"] = ""  # what is chosen now, not what was
    with watched() as made:
        for reference in pipelines:
            _ = find_pipeline(reference).plan
    pins = {repr(pin): pin for pin in (PinnedChoice.of(candidate, needs) for candidate, needs in made)}
    Lock(choices=tuple(pins.values())).write(file)
    rows = [
        (pin.capability, f"{pin.provider}\n{', '.join(model.name for model in pin.models)}") for pin in pins.values()
    ]
    if rows:
        print_table(("capability", "node and models"), rows)
    typer.echo(f"Pinned in {file}: {len(rows)} choice{'' if len(rows) == 1 else 's'}.", err=True)
