"""A page for each family of models and for each model."""

from __future__ import annotations

from collections.abc import Iterator

from compound_pipelines.site.families import FAMILIES
from compound_pipelines.site.page import Page, written
from compound_registry.card import Card
from compound_registry.cards import cards
from compound_registry.discovery import providers
from compound_registry.manifest import Provider

FAMILY_SECTION = "Families"
MODEL_SECTION = "Models"


def model_pages() -> Iterator[Page]:
    """The families with their models, then the models, in alphabetical order."""
    by_family = {name: [card for card in cards().values() if card.family == name] for name in FAMILIES}
    text = written("families", families=FAMILIES, by_family=by_family)
    yield Page("families/index.md", "All families", text, FAMILY_SECTION)
    for name, family in FAMILIES.items():
        text = written("family", name=name, family=family, cards=by_family[name])
        yield Page(f"families/{name}.md", family.title, text, FAMILY_SECTION)
    yield Page("models/index.md", "All models", written("models", cards=cards().values()), MODEL_SECTION)
    for card in cards().values():
        text = written("model", card=card, family=FAMILIES[card.family], nodes=_runs(card))
        yield Page(f"models/{card.name}.md", card.name, text, MODEL_SECTION)


def _runs(card: Card) -> list[Provider]:
    """The nodes that run a model, or can be told to."""
    return [
        provider
        for offers in providers().values()
        for provider in offers
        if card.name in provider.models
        or (card.loader in provider.loaders and provider.capability in card.capabilities)
    ]
