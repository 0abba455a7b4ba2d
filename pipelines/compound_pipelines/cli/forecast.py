"""`compound forecast`: what a run will need, before anything runs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from compound_pipelines.cli.discovery.printing import AsJson, print_json, print_table


def forecast(
    pipeline: Annotated[str, typer.Argument(help="A ready pipeline, file.py:name, or a workflow file.")],
    inputs: Annotated[list[str] | None, typer.Argument(help="Inputs of one run, as `compound run` takes them.")] = None,
    memory: Annotated[str | None, typer.Option(help="Most that models may take, as in 2GiB.")] = None,
    as_json: AsJson = False,
) -> None:
    """Forecast memory, load order, time and price. Exits with 1 when it would not fit."""
    from compound.forecasting.forecast import forecast as forecast_run
    from compound_pipelines.cli.finding import find_pipeline
    from compound_pipelines.cli.words import calls_from_words

    found = find_pipeline(pipeline)
    call = next(iter(calls_from_words(found, inputs).calls)) if inputs else {}
    told = forecast_run(found, memory=memory, **call)
    if as_json:
        print_json(_data(told))
    else:
        _print(told)


def _data(told: Any) -> dict[str, Any]:
    from dataclasses import asdict

    names = ("peak", "working", "seconds", "price", "unknown")
    return {**asdict(told), **{name: getattr(told, name) for name in names}, "swaps": told.loads.swaps}


def _print(told: Any) -> None:
    rows = [
        (
            need.node,
            ", ".join(need.models),
            _size(need.weights),
            _size(need.working),
            _seconds(need.cost.seconds),
            "each item" if need.calls is None else "",
        )
        for need in told.needs
    ]
    print_table(("node", "models", "weights", "at work", "seconds", "for"), rows)
    typer.echo(f"\nloads:  {', then '.join(told.loads.order) or 'nothing'} ({told.loads.swaps} again)")
    typer.echo(f"peak:   {_size(told.peak)} above the libraries, of {_size(told.budget)} for models")
    typer.echo(f"time:   {_seconds(told.seconds)}   price: {'unknown' if told.price is None else told.price}")
    if told.unknown:
        typer.echo(f"not known, and not counted: {', '.join(told.unknown)}")
    if told.seconds is None:
        typer.echo("How long a node takes is known after its first run here, or `compound models measure`.")


def _size(size: int | None) -> str:
    from pydantic import ByteSize

    return "unknown" if size is None else ByteSize(size).human_readable()


def _seconds(seconds: float | None) -> str:
    return "unknown" if seconds is None else f"{seconds:.2f} s"
