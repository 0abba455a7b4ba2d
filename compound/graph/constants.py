"""The type of a constant, where what takes it does not say one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from compound.ports.hints import union
from compound.ports.naming import type_name


def type_of(value: Any) -> Any:
    """The type of a constant, with the types of its items where it is a plain container; an empty one fits any."""
    kind = type(value)
    if kind in (list, set, frozenset):
        return kind[_union(value)]
    if kind is tuple:
        return tuple[tuple(type_of(item) for item in value)]  # type: ignore[misc]
    if kind is dict:
        return dict[_union(value), _union(value.values())]  # type: ignore[misc]
    return kind


def _union(values: Iterable[Any]) -> Any:
    return union(sorted({type_of(value) for value in values}, key=type_name))
