"""Whether providers keep what they promise; `compound_registry.breaches` says what that is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from compound.errors.packs import NotANode, UndeclaredCapability, UnknownPack, UnresolvedPort
from compound.errors.root import CompoundError
from compound_registry.discovery import capabilities, pack_of, packs
from compound_registry.manifest import Provider
from compound_registry.pack import Pack


def check(pack: str = "") -> tuple[CompoundError, ...]:
    """All that is wrong with the providers of a pack, or of every pack. Imports their nodes, and loads no model.

    Each is a `CapabilityNotKept`, `ManifestDiffers`, `NotANode`, `UndeclaredCapability` or `UnresolvedPort`.

    Raises:
        UnknownPack: when no pack of this name is installed.
    """
    chosen = [installed for installed in packs() if pack in ("", installed.name)]
    if pack and not chosen:
        raise UnknownPack(pack=pack, known=tuple(installed.name for installed in packs()))
    return tuple(
        problem
        for installed in chosen
        for provider in installed.manifest.providers
        for problem in _problems(provider, installed)
    )


def load(provider: Provider) -> type[Any]:
    """The node class of a provider; that of another party is checked against its manifest and its capability.

    Raises:
        CapabilityNotKept, ManifestDiffers, NotANode, UnresolvedPort: for the first thing that is wrong with it.
    """
    pack = pack_of(provider.node)
    if not pack.own:
        for problem in _problems(provider, pack):
            if not isinstance(problem, UndeclaredCapability):
                raise problem
    return provider.load()


def _problems(provider: Provider, pack: Pack) -> Iterator[CompoundError]:
    from compound_registry.breaches import of_capability, of_manifest

    declared = capabilities().get(provider.capability)
    try:
        yield from of_capability(provider, declared, pack) if declared else [_undeclared(provider, pack)]
        yield from of_manifest(provider, pack)
    except NotANode as problem:
        yield problem
    except UnresolvedPort as problem:
        problem.add_note(f"This was found when {provider.node} of the pack {pack} was checked.")
        yield problem


def _undeclared(provider: Provider, pack: Pack) -> UndeclaredCapability:
    nearest = tuple(difflib.get_close_matches(provider.capability, capabilities()))
    return UndeclaredCapability(pack=str(pack), node=provider.node, capability=provider.capability, nearest=nearest)
