"""`python -m compound_pipelines.demo`: a receipt is read, from a scan to typed data and a report."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from compound.errors import CompoundError

MODELS = ("minilm", "pp-ocrv6-small", "smollm2-135m-instruct")
"""Of the default nodes of document understanding."""
PRINTED = {"issuer": "company", "address": "address", "date": "date", "amount": "total"}
"""Fields, and what the sample's truth calls them."""


def demo(out: Annotated[Path, typer.Option(help="Folder for the receipt and the report.")] = Path("out")) -> None:
    """Print a receipt, scan it, read it with real models, and write a report."""
    from compound.seeing.progress import Progress
    from compound_pipelines.document_understanding import understand
    from compound_pipelines.report import write_report
    from compound_pipelines.sample_receipt import sample_receipt

    fetch_models()
    sample = sample_receipt()
    receipt, report, data = out / "receipt.png", out / "report.html", out / "report.json"
    out.mkdir(parents=True, exist_ok=True)
    receipt.write_bytes(sample.image.png())
    with Progress() as progress:
        run = understand.using(listener=progress).run(receipt)
    line = {**run.output.as_line(), "seconds": run.seconds}
    data.write_text(json.dumps(line, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    write_report(understand, [run], report)
    show(line, sample.truth)
    typer.echo(f"\nReport: {report.resolve()}\nData:   {data.resolve()}")


def fetch_models() -> None:
    """Fetches what is not here yet, with progress."""
    from compound_pipelines.cli.models import fetch
    from compound_registry.models import fetched

    missing = [name for name in MODELS if not fetched(name)]
    if missing:
        typer.echo("Fetching models, once:")
        fetch(missing)


def show(line: dict[str, Any], truth: dict[str, Any]) -> None:
    """What was read, beside what is printed on the receipt."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("field", "read", "sure", "printed", box=None)
    for name, field in line["fields"].items():
        printed = truth[PRINTED[name]] if name in PRINTED else ""
        table.add_row(name, Text(str(field["value"])), f"{field['confidence']:.0%}", str(printed))
    heading = f"A {line['kind']}, read in {line['seconds']:.1f} s:\n"
    Console().print(heading, table, "", Text(line["summary"]), sep="\n", highlight=False)


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(demo)
    try:
        app()
    except CompoundError as error:
        sys.exit(f"error: {error}")
