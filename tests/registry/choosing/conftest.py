"""A small world: cards and providers that a test makes up, on a machine where some weights are."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from compound import Node
from compound.values import Text
from compound_registry import discovery
from compound_registry.capability import Capability
from compound_registry.card import Card
from compound_registry.manifest import Manifest, Provider
from compound_registry.pack import Pack

GB = 1_000_000_000


class Small(Node):
    """Stands for a node on this machine."""

    models = ("small",)
    model: str = "small"
    limit: int = 1

    def run(self, text: Text) -> Text:
        return Text(content=f"{self.model} {self.limit}: {text.content}")


class Rules(Node):
    """Stands for a node without a model."""

    limit: int = 1

    def run(self, text: Text) -> Text:
        return Text(content=f"rules: {text.content}")


class Server(Node):
    """Stands for a node that sends its input away."""

    url: str = "https://models.example"

    def run(self, text: Text) -> Text:
        return Text(content=f"away: {text.content}")


class Failing(Node):
    """Stands for a node whose model is broken."""

    limit: int = 1

    def run(self, text: Text) -> Text:
        raise RuntimeError("broken weights")


def card(name: str, family: str = "slm", **facts: Any) -> Card:
    """A card of a model that answers texts."""
    given: dict[str, Any] = {
        "capabilities": ("text.answer",),
        "loader": "transformers:AutoModelForCausalLM",
        "source": f"hf:maker/{name}@main",
        "parameters": GB,
        "inputs": ("text",),
        "outputs": ("text",),
        "licence": "Apache-2.0",
        "summary": "A model.",
        "strengths": "None.",
        "limits": "All.",
    }
    return Card.model_validate({"name": name, "family": family, **given, **facts})


def provider(node: type[Node], **facts: Any) -> Provider:
    """A provider of `text.answer`."""
    return Provider("text.answer", f"choosing_fakes:{node.__name__}", "Answers.", {"text": "Text"}, "Text", **facts)


@dataclass
class World:
    """What is installed; tests change it."""

    cards: dict[str, Card] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)
    pack: Pack = field(default_factory=lambda: Pack("compound", "compound-engine", "1.0"))

    def install(self, *providers: Provider, cards: Sequence[Card] = (), here: Sequence[str] = ()) -> None:
        self.cards |= {card.name: card for card in cards}
        self.here |= set(here)
        known = (*self.pack.manifest.providers, *providers)
        answer = Capability("text.answer", "Answers.", {"text": "Text"}, "Text")
        self.pack = Pack("compound", "compound-engine", self.pack.version, Manifest(known), (answer,))
        self.refresh()

    def refresh(self) -> None:
        for cached in (discovery.packs, discovery.providers, discovery.capabilities):
            cached.cache_clear()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    """An empty world; nothing else is installed, and nothing is remembered or locked."""
    made = World()
    module = ModuleType("choosing_fakes")
    for node in (Small, Rules, Server, Failing):
        node.__module__ = "choosing_fakes"
        node.__qualname__ = node.__name__
        setattr(module, node.__name__, node)
    monkeypatch.setitem(sys.modules, "choosing_fakes", module)
    monkeypatch.setattr(discovery, "read_packs", lambda entries: (made.pack,))
    for place in ("cards", "choosing.gathering", "choosing.costs"):
        monkeypatch.setattr(f"compound_registry.{place}.cards", lambda: made.cards)
    monkeypatch.setattr("compound_registry.models.fetched", lambda name: name in made.here)
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    made.refresh()
    yield made
    made.refresh()
