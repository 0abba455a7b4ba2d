"""The model cards that are installed: one YAML file each."""

from __future__ import annotations

import difflib
import functools
from importlib.resources import files

import yaml

from compound.errors.models import UnknownModel
from compound_registry.card import Card


@functools.cache
def cards() -> dict[str, Card]:
    """Every card, by name, in alphabetical order."""
    folder = files("compound_registry") / "cards"
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")]
    found = [Card.model_validate(yaml.safe_load(text)) for text in texts]
    return {card.name: card for card in sorted(found, key=lambda card: card.name)}


def card(name: str) -> Card:
    """The card of this name.

    Raises:
        UnknownModel: with the nearest names.
    """
    known = cards()
    if name not in known:
        raise UnknownModel(model=name, nearest=tuple(difflib.get_close_matches(name, known)), known=tuple(known))
    return known[name]
