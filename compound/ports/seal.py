"""Arrays travel read-only: a node that writes into its input fails instead of changing what its siblings see.

Arrays are recognised without importing numpy: where none was imported there are none. They are found in plain
containers, and in the declared fields of models, dataclasses and named tuples.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from compound.ports.fields import field_types

_OPAQUE = (Any, object)
_CONTAINERS = (list, tuple, set, frozenset)


def may_hold_arrays(hint: Any) -> bool:
    """Whether a value of this type can be an array, or holds some where `arrays_in` looks."""
    return _is_opaque(hint) or _mentions_array(hint, set())


def _is_opaque(hint: Any) -> bool:
    return hint in _OPAQUE or isinstance(hint, typing.TypeVar) or any(map(_is_opaque, typing.get_args(hint)))


def _mentions_array(hint: Any, seen: set[int]) -> bool:
    if id(hint) in seen:
        return False
    seen.add(id(hint))
    if getattr(typing.get_origin(hint) or hint, "__name__", "") == "ndarray":
        return True
    inner = [*typing.get_args(hint), *((field_types(hint) or {}).values() if isinstance(hint, type) else ())]
    return any(_mentions_array(part, seen) for part in inner)


def sealing(check: Callable[[Any], None]) -> Callable[[Any], None]:
    """The check, followed by making arrays in the value read-only."""

    def check_and_seal(value: Any) -> None:
        check(value)
        seal(value)

    return check_and_seal


def seal(value: Any) -> None:
    """Makes arrays in the value read-only."""
    for array in arrays_in(value):
        array.flags.writeable = False


def arrays_in(value: Any) -> list[Any]:
    """The numpy arrays that a value is or holds."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return []
    found: list[Any] = []
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, numpy.ndarray):
            found.append(item)
        else:
            pending += _parts(item)
    return found


def _parts(item: Any) -> Iterable[Any]:
    if isinstance(item, Mapping):
        return item.values()
    if isinstance(item, _CONTAINERS):
        return item
    return [getattr(item, name, None) for name in field_names(type(item))]


def field_names(kind: type) -> Iterable[str]:
    """The declared fields of a pydantic model or a dataclass; of any other class, none."""
    fields: Mapping[str, Any] = getattr(kind, "__pydantic_fields__", None) or getattr(kind, "__dataclass_fields__", {})
    return fields
