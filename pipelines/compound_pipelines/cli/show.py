"""`compound show`: the graph of a pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def show(
    pipeline: Annotated[
        str, typer.Argument(help="A ready pipeline (document-understanding), file.py:name, or a workflow file.")
    ],
    svg: Annotated[Path | None, typer.Option(help="Draw it into this SVG file instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: nodes and edges with their types.")] = False,
) -> None:
    """Draw the graph of a pipeline, with the types on its edges."""
    from compound_pipelines.cli.finding import find_pipeline

    found = find_pipeline(pipeline)
    heading = f"{found.name}{found.signature}"
    if svg is not None:
        from compound.seeing.svg import to_svg

        svg.write_text(to_svg(found.graph, heading), encoding="utf-8")
        typer.echo(svg, err=True)
    if as_json:
        import json

        from compound.seeing.data import as_data

        typer.echo(json.dumps(as_data(found.graph), indent=2))
    elif svg is None:
        from compound.seeing.terminal import show_graph

        typer.secho(heading, bold=True)
        show_graph(found.graph)
