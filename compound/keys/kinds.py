"""How each type is spelled. Types beyond the plain ones are recognised once, then remembered."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import PurePath
from typing import Any
from weakref import WeakKeyDictionary

from compound.keys import frames, scalars
from compound.keys.frames import CONTAINERS, Frame
from compound.keys.records import Fields
from compound.keys.scalars import SCALARS
from compound.keys.spelling import Lasting, named, part

Kind = Callable[[Any], "bytes | Frame"]
"""The part of a value, or the frame of one that holds others. TypeError says why it cannot be."""

_PLAIN: dict[type, Kind] = {**SCALARS, **CONTAINERS}
_learned: WeakKeyDictionary[type, Kind | None] = WeakKeyDictionary()


def kind_of(cls: type) -> Kind | None:
    """How values of exactly this type are spelled; None for what is not data."""
    found = _PLAIN.get(cls)
    if found is not None:
        return found
    try:
        return _learned[cls]
    except KeyError:
        kind = _learned[cls] = _recognise(cls)
        return kind


def _recognise(cls: type) -> Kind | None:
    if issubclass(cls, Enum):
        return frames.member
    if issubclass(cls, PurePath):
        return scalars.path
    if cls.__module__.partition(".")[0] == "numpy":
        return _of_numpy(cls)
    return _of_compound(cls) or _record(cls)


def _of_numpy(cls: type) -> Kind | None:
    import numpy as np

    from compound.keys import arrays

    if cls in (np.ndarray, np.memmap):
        return arrays.array
    return arrays.number if issubclass(cls, np.generic) else None


def _of_compound(cls: type) -> Kind | None:
    from compound.values.frozen import FrozenMap
    from compound.values.sealed import Sealed

    if cls is FrozenMap:
        return frames.frozen_map
    if issubclass(cls, Sealed):
        name = named(cls)
        return lambda value: Lasting(name + part(b"digest", value.digest.encode()))
    return None


def _record(cls: type) -> Kind | None:
    from compound.nodes.with_settings import Node
    from compound.values.hints import is_record

    return Fields(cls) if is_record(cls) and not issubclass(cls, Node) else None
