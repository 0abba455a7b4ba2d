"""Arrays travel read-only: a node that writes into its input fails instead of changing what its siblings see.

Arrays are recognised without importing numpy: where none was imported there are none.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable, Mapping
from typing import Any

_OPAQUE = (Any, object)
_CONTAINERS = (list, tuple, dict, set, frozenset)


def may_hold_arrays(hint: Any) -> bool:
    """Whether a value of this type can be an array, or a plain container of them."""
    if hint in _OPAQUE or isinstance(hint, typing.TypeVar):
        return True
    if getattr(hint, "__name__", "") == "ndarray" or getattr(typing.get_origin(hint), "__name__", "") == "ndarray":
        return True
    return any(may_hold_arrays(inner) for inner in typing.get_args(hint) if not isinstance(inner, (str, bytes, list)))


def sealing(check: Callable[[Any], None]) -> Callable[[Any], None]:
    """The check, followed by making arrays in the value read-only."""

    def check_and_seal(value: Any) -> None:
        check(value)
        seal(value)

    return check_and_seal


def seal(value: Any) -> None:
    """Makes arrays read-only, also inside plain containers."""
    for array in arrays_in(value):
        array.flags.writeable = False


def arrays_in(value: Any) -> list[Any]:
    """The numpy arrays that a value is or that its plain containers hold."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return []
    found: list[Any] = []
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, numpy.ndarray):
            found.append(item)
        elif isinstance(item, Mapping):
            pending += item.values()
        elif isinstance(item, _CONTAINERS) and item:
            pending += item
    return found
