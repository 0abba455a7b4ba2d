"""Another provider in place of one that failed."""

from __future__ import annotations

from typing import Any

from compound.errors.capabilities import BadSettings
from compound.nodes.declaration import reference
from compound.nodes.stand_in import declaration_of
from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.finding import find
from compound_registry.discovery import providers


def stand_in(capability: str, failed: Any, tried: tuple[str, ...]) -> Any:
    """The next provider in the order of `find`, with the settings of the node that failed as far as it has them; or
    None.

    Where the one that failed kept inputs on this machine, so does what takes its place.
    """
    away = _sends_away(capability, failed)
    for choice in find(capability, on_device=not away, installed=True):
        provider = choice.candidate.provider
        if provider is not None and provider.node not in tried and not choice.candidate.selected:
            node = _with_settings(choice.candidate, failed)
            if node is not None and (away or not falls_back_away(node)):
                return node
    return None


def falls_back_away(node: Any) -> bool:
    """Whether a node, or what takes its place by its own policy, is one that sends inputs to a server."""
    remote = {offer.node for offers in providers().values() for offer in offers if offer.remote}
    while node is not None:
        declaration = declaration_of(node)
        if declaration.ref in remote:
            return True
        node = declaration.policy.fallback if hasattr(declaration.policy.fallback, "declaration") else None
    return False


def _sends_away(capability: str, failed: Any) -> bool:
    ref = reference(type(failed))
    return any(offer.remote for offer in providers().get(capability, ()) if offer.node == ref)


def _with_settings(candidate: Candidate, failed: Any) -> Any:
    from compound_registry.choice import node_of

    assert candidate.provider is not None
    known = getattr(candidate.provider.load(), "model_fields", {})
    given: frozenset[str] = getattr(failed, "model_fields_set", frozenset())
    try:
        return node_of(candidate, {name: getattr(failed, name) for name in given & known.keys()})
    except BadSettings:
        return None
