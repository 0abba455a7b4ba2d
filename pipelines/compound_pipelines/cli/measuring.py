"""`compound models measure`: how good, how fast and how large providers are on your examples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def measure(
    capability: Annotated[str, typer.Argument(help="As `compound capabilities list` has them.")],
    on: Annotated[Path, typer.Option(help="Examples, one JSON object a line: inputs and what is expected.")],
    settings: Annotated[str, typer.Option(help="Settings for the nodes as JSON, or @file.json.")] = "{}",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Measure the providers that are ready; `compound nodes find` and `use` rank by it from then on."""
    from compound_pipelines.cli.finding import allowed_modules
    from compound_registry import find
    from compound_registry.measuring.comparison import Failure, Trials, compare

    trials = Trials(on, _settings(settings), tuple(allowed_modules()))
    failed = True
    for outcome in compare(find(capability, installed=True), trials):
        if isinstance(outcome, Failure):
            typer.secho(f"{outcome.candidate}: not measured: {outcome.reason}", err=True)
            continue
        failed = False
        if as_json:
            typer.echo(outcome.model_dump_json())
        else:
            quality = "" if outcome.quality is None else f"{outcome.metric} {outcome.quality:.3f}, "
            typer.echo(
                f"{outcome.candidate}: {quality}{outcome.seconds * 1000:.1f} ms, {outcome.memory / 2**20:.0f} MiB"
            )
    if failed:
        raise typer.Exit(1)


def _settings(given: str) -> dict[str, Any]:
    import json

    text = Path(given[1:]).read_text("utf-8") if given.startswith("@") else given
    try:
        found = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"--settings is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise typer.BadParameter("--settings must be an object of settings by name")
    return found
