"""What a call of a node costs, as far as cards and measurements tell."""

from __future__ import annotations

import math
import re
from typing import Any

from compound.forecasting.need import CallCost
from compound.nodes.declaration import reference
from compound.values import Frame, Image, Page, Text
from compound_registry.card import Activation, Card
from compound_registry.cards import cards
from compound_registry.choosing.finding import find
from compound_registry.choosing.measurements import measured
from compound_registry.discovery import providers
from compound_registry.manifest import Provider

_CHARACTERS_A_TOKEN = 4
"""Of English text in the vocabularies of BERT and GPT; a rule of thumb of the field."""


def call_cost(node: Any, inputs: tuple[Any, ...], together: int) -> CallCost:
    """Memory at the peak of a batch of calls, the seconds of one, and its price: nothing here, unknown elsewhere."""
    provider = _provider_of(reference(type(node)))
    if provider is None:
        return CallCost()
    figure = measured(provider.capability).get(provider.name)
    price = None if provider.remote else 0.0
    return CallCost(_memory(provider, inputs, together), figure.seconds if figure else None, price)


def fitting(node: str, size: int) -> tuple[str, ...]:
    """Names of candidates for what a node (`module:Class`) does that take at most so many bytes, the best first."""
    provider = _provider_of(node)
    if provider is None:
        return ()
    return tuple(choice.candidate.name for choice in find(provider.capability, memory=size))


def _provider_of(node: str) -> Provider | None:
    return next((offer for offers in providers().values() for offer in offers if offer.node == node), None)


def _memory(provider: Provider, inputs: tuple[Any, ...], together: int) -> int | None:
    """Of the model that takes most."""
    if provider.remote or not provider.models:
        return 0
    units = max((_units(value) for value in inputs), default=0)
    known = [card for name in provider.models if (card := cards().get(name))]
    found = [_at(card, entries, units, together) for card in known if (entries := _figures(card, provider.capability))]
    return max(found) if found else None


def _figures(card: Card, capability: str) -> list[Activation]:
    """Those of the capability, or else all: a model computes alike whatever it is asked for."""
    return [entry for entry in card.activations if entry.capability == capability] or list(card.activations)


def _at(card: Card, entries: list[Activation], units: int, together: int) -> int:
    """The figures at the size of the inputs; that of the largest shape where the size is unknown, or a batch is larger:
    nodes compute that in parts."""
    largest = max(entry.size for entry in entries)
    if not units:
        return largest
    size = _on_the_line(entries, min(units, card.context or units) * together)
    return size if together == 1 else min(size, largest)


def _on_the_line(entries: list[Activation], units: int) -> int:
    """Through the two figures that are nearest by the size of their shape; through nothing and the only one."""
    points = sorted((_units_of_shape(entry.shape), entry.size) for entry in entries)
    (low, least), (high, most) = [(0, 0), *points][-2:] if len(points) == 1 else _nearest(points, units)
    return max(0, round(least + (most - least) * (units - low) / (high - low)))


def _nearest(points: list[tuple[int, int]], units: int) -> list[tuple[int, int]]:
    below = sum(size < units for size, _ in points[1:-1])
    return points[below : below + 2]


def _units(value: Any) -> int:
    """Tokens of a text, pixels of an image or its frame; 0 for anything else."""
    if isinstance(value, Page):
        value = value.image
    if isinstance(value, Image | Frame):
        return value.width * value.height
    return max(1, len(str(value)) // _CHARACTERS_A_TOKEN) if isinstance(value, Text | str) else 0


def _units_of_shape(shape: str) -> int:
    """`8x512 tokens` is 4096."""
    return math.prod(int(number) for number in re.findall(r"\d+", shape)) or 1
