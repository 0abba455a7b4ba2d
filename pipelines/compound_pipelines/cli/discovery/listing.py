"""What the installed packs offer, as plain data."""

from __future__ import annotations

from typing import Any

from compound_registry.capability import Capability
from compound_registry.discovery import capabilities, providers
from compound_registry.manifest import Provider


def provider_row(provider: Provider) -> dict[str, Any]:
    """A provider without its node being imported."""
    return {
        "capability": provider.capability,
        "provider": provider.name,
        "node": provider.node,
        "summary": provider.summary,
        "ports": ports_text(provider.inputs, provider.output),
        "models": list(provider.models),
        "loads": list(provider.loaders),
        "extras": list(provider.extras),
        "remote": provider.remote,
        "avoid": provider.avoid,
    }


def capability_row(capability: Capability) -> dict[str, Any]:
    """A capability and who provides it, the default first."""
    return {
        "capability": capability.name,
        "summary": capability.summary,
        "ports": ports_text(capability.inputs, capability.output),
        "tasks": list(capability.tasks),
        "avoid": capability.avoid,
        "providers": [provider.name for provider in providers().get(capability.name, ())],
    }


def all_providers() -> list[Provider]:
    """Every provider, by capability in alphabetical order."""
    return [provider for _, offers in sorted(providers().items()) for provider in offers]


def providers_of(capability: str) -> tuple[Provider, ...]:
    """The providers of a capability, the default first. Raises UnknownCapability for one that is not declared."""
    known = providers()
    if capability in known:
        return known[capability]
    from compound_registry.choosing.declared import declared

    return known.get(declared(capability).name, ())


def all_capabilities() -> list[Capability]:
    """Every capability in alphabetical order."""
    return [capability for _, capability in sorted(capabilities().items())]


def ports_text(inputs: Any, output: Any) -> str:
    """`(image: Image, prompt: Prompt) -> Masks`, without importing what the names stand for."""
    taken = ", ".join(f"{name}: {_type_text(hint)}" for name, hint in inputs.items())
    return f"({taken}) -> {_type_text(output)}"


def _type_text(hint: Any) -> str:
    if isinstance(hint, str):
        return hint
    from compound.ports.naming import type_name

    return str(getattr(hint, "__forward_arg__", "") or type_name(hint))
