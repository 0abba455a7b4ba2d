"""All there is to know about one node: its class is imported for it, and no model library."""

from __future__ import annotations

import inspect
from dataclasses import fields
from typing import Any

import typer
from pydantic import BaseModel

from compound.nodes.policy import Policy
from compound.ports.naming import type_name
from compound_pipelines.cli.discovery.field_docs import field_docs
from compound_pipelines.cli.discovery.listing import provider_row
from compound_pipelines.cli.discovery.printing import print_prose, print_table
from compound_registry import conformance
from compound_registry.discovery import pack_of
from compound_registry.manifest import Provider


def described(provider: Provider) -> dict[str, Any]:
    """The provider's row with what the class says: its docstring, settings and policy.

    Raises:
        NotANode: and what else `conformance.load` raises, when a pack does not keep what it promises.
    """
    node = conformance.load(provider)
    pack = pack_of(provider.node)
    return {
        **provider_row(provider),
        "pack": pack.name,
        "distribution": f"{pack.distribution} {pack.version}",
        "needs": [f"{pack.distribution}[{extra}]" for extra in provider.extras],
        "about": inspect.getdoc(node) or "",
        "policy": _policy(node),
        "settings": settings_of(node),
    }


def settings_of(node: type[BaseModel]) -> list[dict[str, str]]:
    """Name, type, default and description of each setting of a node class, in their order."""
    docs = field_docs(node)
    return [_setting(name, field, docs.get(name, "")) for name, field in node.model_fields.items()]


def print_description(description: dict[str, Any]) -> None:
    """One node for the terminal."""
    typer.secho(description["provider"], bold=True, nl=False)
    typer.echo(f"  {description['capability']}  {description['ports']}")
    typer.echo("")
    print_prose(description["about"])
    facts = {
        "models": ", ".join(description["models"]) or "none",
        "also loads": ", ".join(description["loads"]),
        "not for": description["avoid"],
        "remote": "inputs leave this machine" if description["remote"] else "",
        "needs": ", ".join(description["needs"]),
        "runs with": ", ".join(f"{option}={value}" for option, value in description["policy"].items()),
        "from": f"{description['distribution']}  {description['node']}",
    }
    print_table(("", ""), [(name, value) for name, value in facts.items() if value])
    if description["settings"]:
        typer.echo("")
        print_table(("setting", ""), [(setting["name"], _account(setting)) for setting in description["settings"]])


def _policy(node: type[Any]) -> dict[str, Any]:
    """How it wants to be run, as far as that is not the usual way."""
    usual = Policy()
    options = {field.name: getattr(node.policy, field.name) for field in fields(Policy)}
    return {option: value for option, value in options.items() if value != getattr(usual, option)}


def _setting(name: str, field: Any, doc: str) -> dict[str, str]:
    default = "required" if field.is_required() else repr(field.get_default(call_default_factory=True))
    return {
        "name": name,
        "type": type_name(field.annotation),
        "default": default,
        "description": " ".join((field.description or doc).split()),
    }


def _account(setting: dict[str, str]) -> str:
    default = "  (required)" if setting["default"] == "required" else f" = {setting['default']}"
    return f"{setting['type']}{default}\n{setting['description']}"
