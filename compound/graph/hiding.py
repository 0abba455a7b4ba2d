"""Symbols that hide in objects which are passed as constants, where they would travel into a node raw.

A plain container with symbols in it becomes a step. Any other object that holds one is refused.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import partial
from types import FunctionType, MethodType, ModuleType
from typing import Any

from compound.errors.build import SymbolInside
from compound.graph.symbol import Symbol
from compound.ports.naming import type_name

SCALARS = (int, str, float, bool, bytes, type(None), type)
_CONTAINERS = (list, tuple, set, frozenset, dict)
_MOST = 10_000
"""Objects that are looked at in one constant, so that a large one does not hold up the build."""


def holds_symbol(value: Any) -> bool:
    """Whether a symbol hides in a constant: in containers, attributes, slots, and what functions close over."""
    seen = {id(value)}
    found: list[Any] = [value]
    for item in found:
        if type(item) is Symbol:
            return True
        if isinstance(item, SCALARS):
            continue
        for part in _parts(item):
            if id(part) not in seen:
                seen.add(id(part))
                found.append(part)
        if len(found) > _MOST and not isinstance(item, _CONTAINERS):
            return False
    return False


def refuse_hidden(where: str, value: Any) -> SymbolInside:
    """The error for an object that holds a symbol and is no plain container."""
    kind = "function" if isinstance(value, FunctionType | MethodType | partial) else "object"
    holder = type_name(type(value)) if kind == "object" else getattr(value, "__name__", "a partial function")
    return SymbolInside(where=where, holder=holder, kind=kind)


def _parts(item: Any) -> Iterable[Any]:
    if isinstance(item, dict):
        return item.values()
    if isinstance(item, list | tuple | set | frozenset):
        return item
    if isinstance(item, FunctionType):
        return (*_cells(item), *(item.__defaults__ or ()))
    if getattr(getattr(item, "dtype", None), "hasobject", False):  # the collector does not see into arrays of objects
        return list(item.flat)
    return [part for part in gc.get_referents(item) if type(part) is not ModuleType]


def _cells(function: FunctionType) -> Iterable[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # a variable that has no value yet
            continue
