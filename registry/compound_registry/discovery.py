"""What the installed packs offer. Asking imports their manifests, and neither a node nor a value."""

from __future__ import annotations

import functools
import warnings
from importlib.metadata import entry_points

from compound.errors.packs import NodeOfNoPack, PackClash, UnresolvedPort
from compound_registry.capability import Capability
from compound_registry.manifest import Provider
from compound_registry.pack import Pack
from compound_registry.reading import CAPABILITIES, NODES, read_packs


@functools.cache
def packs() -> tuple[Pack, ...]:
    """All packs, the first party's own first, then the others in alphabetical order.

    Warns with `BrokenPack` of what cannot be read, once in a process; the rest is used.
    """
    installed = entry_points()  # reading them takes long enough to do it once for both groups
    return read_packs([*installed.select(group=NODES), *installed.select(group=CAPABILITIES)])


@functools.cache
def providers() -> dict[str, tuple[Provider, ...]]:
    """All providers by capability, in the order of their packs; the first of a capability is its default.

    A capability has one provider of a name. Warns with `PackClash` of a second one, which is left out.
    """
    found: dict[str, dict[str, tuple[Provider, Pack]]] = {}
    for pack in packs():
        for provider in pack.manifest.providers:
            named = found.setdefault(provider.capability, {})
            _, first = named.setdefault(provider.name, (provider, pack))
            if named[provider.name][0] is not provider:
                _clash(f"a provider {provider.name} of {provider.capability!r}", first, pack)
    return {capability: tuple(provider for provider, _ in named.values()) for capability, named in found.items()}


@functools.cache
def capabilities() -> dict[str, Capability]:
    """All capabilities by name, in the order of their packs.

    Packs may declare the same one alike. Warns with `PackClash` where they differ, and keeps the first.
    """
    found: dict[str, tuple[Capability, Pack]] = {}
    for pack in packs():
        for capability in pack.capabilities:
            kept, first = found.setdefault(capability.name, (capability, pack))
            if not _same_signature(kept, capability):
                _clash(f"the capability {capability.name!r} with different signatures", first, pack)
    return {name: capability for name, (capability, _) in found.items()}


def pack_of(node: str) -> Pack:
    """The pack whose manifest names a node, as `module:Class`; the first where several do.

    Raises:
        NodeOfNoPack: when none does.
    """
    for pack in packs():
        if any(provider.node == node for provider in pack.manifest.providers):
            return pack
    raise NodeOfNoPack(node=node)


def _same_signature(one: Capability, other: Capability) -> bool:
    # What is written alike needs no types to be imported.
    if (one.inputs, one.output) == (other.inputs, other.output):
        return True
    try:
        return one.ports() == other.ports()
    except UnresolvedPort:
        return False


def _clash(claim: str, used: Pack, left_out: Pack) -> None:
    warnings.warn(PackClash(claim=claim, used=str(used), left_out=str(left_out)), stacklevel=3)
