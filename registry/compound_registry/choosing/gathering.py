"""All that could provide a capability, whether it is here or not."""

from __future__ import annotations

from collections.abc import Iterator

from compound_registry.card import Card, Dtype
from compound_registry.cards import cards
from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.needs import Needs
from compound_registry.discovery import providers
from compound_registry.manifest import Provider


def candidates(capability: str, needs: Needs) -> list[Candidate]:
    """Every provider with its own models and with others that it can load, then models that no node here runs."""
    found = [candidate for provider in providers().get(capability, ()) for candidate in _of(provider, needs)]
    run = {card.name for candidate in found for card in candidate.cards}
    rest = [card for card in cards().values() if capability in card.capabilities and card.name not in run]
    return found + [Candidate(capability, None, (card,), _fitting(card, card.dtypes, needs)) for card in rest]


def _of(provider: Provider, needs: Needs) -> Iterator[Candidate]:
    known = cards()
    own = tuple(known[name] for name in provider.models if name in known)
    yield Candidate(provider.capability, provider, own, _fitting(own[0], own[0].dtypes[:1], needs) if own else None)
    for card in known.values():
        if card not in own and card.loader in provider.loaders and provider.capability in card.capabilities:
            yield Candidate(
                provider.capability, provider, (card,), _fitting(card, card.dtypes[:1], needs), selected=True
            )


def _fitting(card: Card, dtypes: tuple[Dtype, ...], needs: Needs) -> Dtype:
    """The first of these numbers that fits into the memory there is; the smallest when none does, or when asked to."""
    by_size = sorted(dtypes, key=lambda dtype: card.loaded_size(dtype) or 0)
    if needs.prefer == "memory":
        return by_size[0]
    allowed = needs.memory
    return next((dtype for dtype in dtypes if allowed is None or (card.loaded_size(dtype) or 0) <= allowed), by_size[0])
