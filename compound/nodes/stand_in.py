"""Fallbacks: another node that takes over, named outright or by what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration


@dataclass(frozen=True, slots=True)
class ByCapability:
    """The next provider of a capability that was not tried."""

    capability: str
    tried: tuple[str, ...] = ()
    """`module:Class` of each."""


def stand_in(failed: Declaration) -> Declaration | None:
    """What is tried in place of a node that failed, by its own policy; None when nothing is left.

    By capability that is the next provider in the catalogue's order, with the same settings as far as it has them. It
    falls back in the same way, to what was not tried before.
    """
    fallback = failed.policy.fallback
    if isinstance(fallback, str):
        fallback = ByCapability(fallback)
    if not isinstance(fallback, ByCapability):
        return None if fallback is None else declaration_of(fallback)
    from compound.catalogue import catalogue

    tried = (*fallback.tried, failed.ref)
    node = catalogue().stand_in(fallback.capability, failed.settings, tried)
    return node and declaration_of(node).with_policy(fallback=ByCapability(fallback.capability, tried))


def declaration_of(thing: Any) -> Declaration:
    """The declaration of a node, whether made with `@node` or a `Node` class."""
    found: Declaration = getattr(thing, "declaration", thing)
    return found
