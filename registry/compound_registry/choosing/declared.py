"""The capability of a name, or what was meant."""

from __future__ import annotations

import difflib

from compound.errors.capabilities import UnknownCapability
from compound_registry.capability import Capability
from compound_registry.discovery import capabilities


def declared(name: str) -> Capability:
    """The capability of this name. Raises UnknownCapability, with the nearest names."""
    known = capabilities()
    if name not in known:
        nearest = tuple(difflib.get_close_matches(name, known))
        raise UnknownCapability(capability=name, nearest=nearest, known=tuple(sorted(known)))
    return known[name]
