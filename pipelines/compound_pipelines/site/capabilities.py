"""A page for each capability, and one that lists them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any

from compound.ports.schema import json_schema
from compound_pipelines.cli.discovery.listing import all_capabilities, ports_text
from compound_pipelines.site.page import Page, written
from compound_registry.capability import Capability
from compound_registry.cards import cards
from compound_registry.discovery import providers

SECTION = "Capabilities"


@dataclass(frozen=True, slots=True)
class Example:
    """A program that is run as a test, and what it prints."""

    program: str
    output: str


def capability_pages() -> Iterator[Page]:
    """The list, then each in alphabetical order."""
    every = all_capabilities()
    domains = [(domain, list(group)) for domain, group in groupby(every, lambda entry: entry.name.partition(".")[0])]
    text = written("capabilities", domains=domains, providers=providers(), ports_text=ports_text)
    yield Page("capabilities/index.md", "All capabilities", text, SECTION)
    for capability in every:
        yield Page(f"capabilities/{capability.name}.md", capability.name, _text(capability), SECTION)


def example_of(capability: str) -> Example | None:
    """The example of a capability, where there is one."""
    folder = files("compound_nodes.examples")
    program = folder / f"{capability.replace('.', '_')}.py"
    if not program.is_file():
        return None
    output = folder / f"{capability.replace('.', '_')}.txt"
    return Example(program.read_text("utf-8").strip(), output.read_text("utf-8").rstrip())


def _text(capability: Capability) -> str:
    return written(
        "capability",
        capability=capability,
        ports=ports_text(capability.inputs, capability.output),
        providers=providers().get(capability.name, ()),
        cards=[card for card in cards().values() if capability.name in card.capabilities],
        example=example_of(capability.name),
        schema=json.dumps(_schema(capability), indent=2, ensure_ascii=False),
    )


def _schema(capability: Capability) -> dict[str, Any]:
    ports = capability.ports()
    return {
        "inputs": {name: json_schema(hint) for name, hint in ports.inputs.items()},
        "output": json_schema(ports.output),
    }
