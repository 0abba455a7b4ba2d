"""All there is to know about one node: its class is imported for it, and no model library."""

from __future__ import annotations

import inspect
from typing import Any

import typer

from compound.ports.naming import type_name
from compound_pipelines.cli.discovery.listing import provider_row
from compound_pipelines.cli.discovery.printing import print_table
from compound_registry.discovery import pack_of
from compound_registry.manifest import Provider


def described(provider: Provider) -> dict[str, Any]:
    """The provider's row with what the class says: its docstring, settings and policy."""
    node = provider.load()
    pack = pack_of(provider.node)
    return {
        **provider_row(provider),
        "pack": pack.name,
        "distribution": f"{pack.distribution} {pack.version}",
        "about": inspect.getdoc(node) or "",
        "settings": [_setting(name, field) for name, field in getattr(node, "model_fields", {}).items()],
    }


def print_description(description: dict[str, Any]) -> None:
    """One node for the terminal."""
    typer.secho(f"{description['provider']}  ", bold=True, nl=False)
    typer.echo(f"{description['capability']}  {description['ports']}")
    typer.echo(f"\n{description['about']}\n")
    facts = {
        "models": ", ".join(description["models"]) or "none",
        "also loads": ", ".join(description["loads"]),
        "not for": description["avoid"],
        "remote": "inputs leave this machine" if description["remote"] else "",
        "needs": ", ".join(f"compound-engine[{extra}]" for extra in description["extras"]),
        "from": f"{description['distribution']} ({description['node']})",
    }
    print_table(("", ""), [(name, value) for name, value in facts.items() if value])
    if description["settings"]:
        typer.secho("\nsettings", bold=True)
        rows = [(s["name"], s["type"], s["default"], s["description"]) for s in description["settings"]]
        print_table(("name", "type", "default", "what it does"), rows)
    typer.echo("")


def _setting(name: str, field: Any) -> dict[str, str]:
    default = "required" if field.is_required() else repr(field.get_default(call_default_factory=True))
    return {
        "name": name,
        "type": type_name(field.annotation),
        "default": default,
        "description": (field.description or "").replace("\n", " "),
    }
