"""A pack: what one distribution adds to compound under one name."""

from __future__ import annotations

from dataclasses import dataclass

from compound_registry.capability import Capability
from compound_registry.manifest import Manifest

OWN = "compound-engine"
"""The distribution that compound itself comes in."""


EMPTY = Manifest()


@dataclass(frozen=True, slots=True)
class Pack:
    """Nodes and capabilities, as the entry points of a name in a distribution give them."""

    name: str
    """What its entry points are called."""
    distribution: str
    """What is installed, and removed, with pip."""
    version: str
    manifest: Manifest = EMPTY
    """Its nodes; empty where it has none or they cannot be read."""
    capabilities: tuple[Capability, ...] = ()
    """Those that it declares; empty where it declares none or they cannot be read."""

    @property
    def own(self) -> bool:
        """Whether it is the first party's."""
        return self.distribution == OWN

    def __str__(self) -> str:
        return f"{self.name!r} ({self.distribution} {self.version})"
