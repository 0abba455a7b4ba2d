"""The engine's questions, answered from the manifests of the installed packs."""

from __future__ import annotations

from typing import Any

from compound.errors.packs import UnresolvedPort
from compound.forecasting.need import CallCost
from compound_registry.discovery import providers
from compound_registry.manifest import Provider


class InstalledCatalogue:
    """A `compound.catalogue.Catalogue` over the packs that are installed."""

    def conversions(self, source: Any, target: Any) -> tuple[str, ...]:
        """Capabilities of one required input that `source` fits, whose output fits `target`, in alphabetical order."""
        return tuple(
            capability
            for capability, offers in sorted(providers().items())
            if any(_converts(offer, source, target) for offer in offers)
        )

    def providers(self, capability: str) -> tuple[str, ...]:
        """`module:Class` of each node of a capability, the default first; empty for an unknown one."""
        return tuple(provider.node for provider in providers().get(capability, ()))

    def stand_in(self, capability: str, failed: Any, tried: tuple[str, ...]) -> Any:
        """The next provider that meets what the one that failed met, with its settings; None when there is none."""
        from compound_registry.choosing.standing_in import stand_in

        return stand_in(capability, failed, tried)

    def model_digest(self, name: str) -> str | None:
        """The sha256 that the card pins, or one over the digests of the files that were fetched."""
        from compound_registry.cards import cards
        from compound_registry.models import digest_of_files

        card = cards().get(name)
        if card is None or card.remote:
            return None
        return card.sha256 or digest_of_files(name)

    def loading_size(self, name: str) -> int:
        """What the card says, or nothing."""
        from compound_registry.cards import cards

        card = cards().get(name)
        return (card.loading if card else None) or 0

    def call_cost(self, node: Any, inputs: tuple[Any, ...], together: int) -> CallCost:
        """From the cards and from what was measured on this machine."""
        from compound_registry.choosing.costs import call_cost

        return call_cost(node, inputs, together)

    def fitting(self, node: str, size: int) -> tuple[str, ...]:
        """Names of candidates for what a node does, in the order of `find`."""
        from compound_registry.choosing.costs import fitting

        return fitting(node, size)

    def model_size(self, name: str) -> int | None:
        """Bytes of the loaded weights in the card's default dtype; None without a card, or where it does not tell."""
        from compound_registry.cards import cards

        card = cards().get(name)
        return None if card is None else card.loaded_size(card.dtypes[0])


def _converts(provider: Provider, source: Any, target: Any) -> bool:
    from compound.ports.matcher import assignable

    if len(provider.inputs) != 1:
        return False
    try:
        ports = provider.ports()
    except UnresolvedPort:
        return False
    (taken,) = ports.inputs.values()
    return assignable(source, taken) and assignable(ports.output, target)
