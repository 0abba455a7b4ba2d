"""Another provider in place of one that failed."""

from __future__ import annotations

from typing import Any

from compound.errors.capabilities import BadSettings
from compound.nodes.declaration import reference
from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.finding import find


def stand_in(capability: str, failed: Any, tried: tuple[str, ...]) -> Any:
    """The next provider in the order of `find`, with the settings of the node that failed as far as it has them; or
    None.

    Where the one that failed kept inputs on this machine, so does what takes its place.
    """
    for choice in find(capability, on_device=not _sends_away(capability, failed), installed=True):
        provider = choice.candidate.provider
        if provider is not None and provider.node not in tried and not choice.candidate.selected:
            node = _with_settings(choice.candidate, failed)
            if node is not None:
                return node
    return None


def _sends_away(capability: str, failed: Any) -> bool:
    ref = reference(type(failed))
    every = find(capability)
    known = [choice.candidate for choice in every] + [candidate for candidate, _ in every.ruled_out]
    return any(entry.remote for entry in known if entry.provider is not None and entry.provider.node == ref)


def _with_settings(candidate: Candidate, failed: Any) -> Any:
    from compound_registry.choice import node_of

    assert candidate.provider is not None
    known = getattr(candidate.provider.load(), "model_fields", {})
    given: frozenset[str] = getattr(failed, "model_fields_set", frozenset())
    try:
        return node_of(candidate, {name: getattr(failed, name) for name in given & known.keys()})
    except BadSettings:
        return None
