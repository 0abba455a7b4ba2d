"""The models that were used, as their cards describe them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from compound_registry.cards import cards


class Model(NamedTuple):
    """A model by name; the rest is empty when there is no card of it on this machine."""

    name: str
    summary: str
    licence: str


def described(names: Iterable[str]) -> list[Model]:
    """The models, in alphabetical order."""
    return [_described(name) for name in sorted(names)]


def _described(name: str) -> Model:
    card = cards().get(name)
    return Model(name, card.summary, card.licence) if card else Model(name, "", "")
