"""The engine's questions, answered from the manifests of the installed packs."""

from __future__ import annotations

from typing import Any

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


def _converts(provider: Provider, source: Any, target: Any) -> bool:
    from compound.ports.matcher import assignable

    if len(provider.inputs) != 1:
        return False
    ports = provider.ports()
    (taken,) = ports.inputs.values()
    return assignable(source, taken) and assignable(ports.output, target)
