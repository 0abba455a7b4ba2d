"""Models for people and for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from compound_registry.card import Card
from compound_registry.models import fetched, place


def as_row(card: Card) -> dict[str, Any]:
    """The card as JSON has it, whether its source may change, and whether and where its files are."""
    path = str(place(card.name)) if fetched(card.name) else None
    return {**card.model_dump(mode="json"), "moves": card.moves, "fetched": path is not None, "path": path}


def as_table(cards: Sequence[Card]) -> Iterator[str]:
    """A line for each model, in groups by family."""
    width = max((len(card.name) for card in cards), default=0)
    for family, group in groupby(sorted(cards, key=lambda card: card.family), lambda card: card.family):
        yield f"{family}:"
        for card in group:
            here = "here" if fetched(card.name) else ""
            yield f"  {card.name:{width}}  {here:4}  {_memory(card):>7}  {_licence(card):30}  {card.summary}"


def _memory(card: Card) -> str:
    """Of the loaded weights, in the numbers that it is loaded in unless told otherwise."""
    size = None if card.remote else card.loaded_size(card.dtypes[0])
    if size is None:
        return "remote" if card.remote else "?"
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _licence(card: Card) -> str:
    return card.licence.removeprefix("LicenseRef-") + (", gated" if card.gated else "")
