"""The packs that are installed."""

from __future__ import annotations

import functools
import warnings
from importlib.metadata import EntryPoint, entry_points

from compound.errors.capabilities import BrokenPack
from compound_registry.manifest import Manifest, Provider

GROUP = "compound.nodes"
"""The group of the entry points that lead to manifests. First-party nodes are found in the same way."""


@functools.cache
def providers() -> dict[str, tuple[Provider, ...]]:
    """All providers by capability. Packs come in alphabetical order, the first party's own first.

    A pack that cannot be imported is left out with a `BrokenPack` warning.
    """
    packs = sorted(entry_points(group=GROUP), key=lambda pack: (pack.name != "compound", pack.name))
    found: dict[str, tuple[Provider, ...]] = {}
    for pack in packs:
        for provider in _manifest(pack).providers:
            found[provider.capability] = (*found.get(provider.capability, ()), provider)
    return found


def _manifest(pack: EntryPoint) -> Manifest:
    try:
        manifest = pack.load()
    except (ImportError, AttributeError) as error:
        return _without(pack, str(error))
    if not isinstance(manifest, Manifest):
        return _without(pack, f"it is a {type(manifest).__name__} and not a compound_registry.manifest.Manifest")
    return manifest


def _without(pack: EntryPoint, reason: str) -> Manifest:
    warnings.warn(f"the pack {pack.name!r} ({pack.value}) is left out: {reason}", BrokenPack, stacklevel=4)
    return Manifest(())
