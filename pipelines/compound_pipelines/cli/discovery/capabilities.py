"""`compound capabilities`: what can be asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from compound_pipelines.cli.discovery.printing import AsJson, print_json, print_table
from compound_pipelines.cli.discovery.warned import say_warnings_plainly

app = typer.Typer(help="List and show capabilities.", no_args_is_help=True, callback=say_warnings_plainly)


@app.command("list")
def list_capabilities(as_json: AsJson = False) -> None:
    """List what nodes can be asked to do, with the types they take and give."""
    from compound_pipelines.cli.discovery.listing import all_capabilities, capability_row

    rows = [capability_row(capability) for capability in all_capabilities()]
    if as_json:
        print_json(rows)
    else:
        cells = [(r["capability"], str(len(r["providers"]) or "-"), f"{r['ports']}\n{r['summary']}") for r in rows]
        print_table(("capability", "nodes", "what it takes and gives, and what it is for"), cells)


@app.command()
def show(name: Annotated[str, typer.Argument(help="`text.classify`")], as_json: AsJson = False) -> None:
    """Show a capability: its signature, who provides it, and when something else serves better."""
    from compound_pipelines.cli.discovery.listing import capability_row
    from compound_registry.choosing.declared import declared

    row = capability_row(declared(name))
    if as_json:
        print_json(row)
        return
    typer.secho(row["capability"], bold=True, nl=False)
    typer.echo(f"  {row['ports']}\n")
    facts = {
        "what it is for": row["summary"],
        "not for": row["avoid"],
        "also called": ", ".join(row["tasks"]),
        "nodes": ", ".join(row["providers"]) or f"none is installed; `compound nodes find {name}` lists models for it",
    }
    print_table(("", ""), [(fact, value) for fact, value in facts.items() if value])
