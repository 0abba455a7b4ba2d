"""`compound capabilities`: what can be asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from compound_pipelines.cli.discovery.printing import AsJson, print_json, print_table

app = typer.Typer(help="List and show capabilities.", no_args_is_help=True)


@app.command("list")
def list_capabilities(as_json: AsJson = False) -> None:
    """List what nodes can be asked to do, with the types they take and give."""
    from compound_pipelines.cli.discovery.listing import all_capabilities, capability_row

    rows = [capability_row(capability) for capability in all_capabilities()]
    if as_json:
        print_json(rows)
    else:
        cells = [(r["capability"], r["ports"], r["summary"], str(len(r["providers"])) or "") for r in rows]
        print_table(("capability", "takes and gives", "what it is for", "nodes"), cells)


@app.command()
def show(name: Annotated[str, typer.Argument(help="`text.classify`")], as_json: AsJson = False) -> None:
    """Show a capability: its signature, who provides it, and when something else serves better."""
    from compound_pipelines.cli.discovery.listing import capability_row
    from compound_registry.choosing.declared import declared

    row = capability_row(declared(name))
    if as_json:
        print_json(row)
        return
    typer.secho(f"{row['capability']}{row['ports']}", bold=True)
    facts = {
        "what it is for": row["summary"],
        "not for": row["avoid"],
        "also called": ", ".join(row["tasks"]),
        "nodes": ", ".join(row["providers"]) or "none is installed",
    }
    print_table(("", ""), [(fact, value) for fact, value in facts.items() if value])
