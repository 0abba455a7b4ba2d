"""The packs that are installed, read from their entry points."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import Distribution, EntryPoint
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from compound.errors.packs import BrokenPack
from compound_registry.manifest import Capabilities, Manifest
from compound_registry.pack import OWN, Pack

NODES = "compound.nodes"
"""The group of the entry points that lead to a `Manifest`. First-party nodes are found in the same way."""

CAPABILITIES = "compound.capabilities"
"""The group of the entry points that lead to `Capabilities`."""

T = TypeVar("T")


def read_packs(entries: Iterable[EntryPoint]) -> tuple[Pack, ...]:
    """The packs of these entry points: the first party's own, then the others in alphabetical order.

    What cannot be imported, or is not what its group promises, is left out with a `BrokenPack` warning.
    """
    placed = sorted(((_place(entry), entry) for entry in entries), key=itemgetter(0))
    return tuple(_pack(place, [entry for _, entry in same]) for place, same in groupby(placed, itemgetter(0)))


def _place(entry: EntryPoint) -> tuple[bool, str, str, str]:
    """Where the pack of an entry point stands among the others, and who it is: name, distribution, version."""
    distribution, version = _identity(entry.dist) if entry.dist else ("", "")
    return distribution != OWN, entry.name, distribution, version


@functools.cache
def _identity(distribution: Distribution) -> tuple[str, str]:
    """The name and version of a distribution, as far as its metadata, which have to be parsed, say so."""
    try:
        described = distribution.metadata.json
    except FileNotFoundError:  # what the backport importlib_metadata raises, where the standard library gives none
        described = {}
    return str(described.get("name", "unknown")), str(described.get("version", "unknown"))


def _pack(place: tuple[bool, str, str, str], entries: list[EntryPoint]) -> Pack:
    _, name, distribution, version = place
    pack = Pack(name, distribution, version)
    for entry in entries:
        if entry.group == NODES and (manifest := _loaded(pack, entry, Manifest)):
            pack = replace(pack, manifest=manifest)
        if entry.group == CAPABILITIES and (declared := _loaded(pack, entry, Capabilities)):
            pack = replace(pack, capabilities=declared.capabilities)
    return pack


def _loaded(pack: Pack, entry: EntryPoint, wanted: type[T]) -> T | None:
    try:
        found = entry.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001  # the module is a stranger's: it may raise anything
        reason = f"{type(error).__name__}: {error}"
    else:
        if isinstance(found, wanted):
            return found
        reason = f"it is a {type(found).__name__} and not a {wanted.__module__}.{wanted.__name__}"
    warnings.warn(BrokenPack(pack=str(pack), entry=entry.value, reason=reason), stacklevel=2)
    return None
