"""The arguments that a hint gives to each of its ancestors: `dict[str, int]` is an `Iterable[str]`."""

from __future__ import annotations

import collections
import types
import typing
from collections import abc
from collections.abc import Mapping
from typing import Any

from compound.ports.hints import is_model, is_named_tuple, is_protocol, is_typed_dict, union, unpack
from compound.ports.members import named_tuple_fields, variables
from compound.ports.substitution import substitute

_ITEMS: dict[type, Any] = {str: str, bytes: int, bytearray: int, memoryview: int, range: int}


def view(hint: Any, ancestor: Any) -> tuple[Any, ...] | None:
    """The arguments `hint` gives to `ancestor`: `()` when that is not said, None when it does not descend from it.

    Variables that a bare generic class leaves open are given as `Any`.
    """
    return _view(*unpack(hint), ancestor)


def _view(origin: Any, arguments: tuple[Any, ...], ancestor: Any) -> tuple[Any, ...] | None:
    if origin is ancestor:
        return arguments
    if not _descends(origin, ancestor):
        return None
    bindings = dict(zip(variables(origin), arguments or (Any,) * len(variables(origin)), strict=False))
    for parent in _parents(origin):
        found = _view(*_bound(parent, bindings), ancestor)
        if found:
            return found
    return _standard(origin, arguments, ancestor)


def _bound(parent: Any, bindings: Mapping[Any, Any]) -> tuple[Any, tuple[Any, ...]]:
    origin, arguments = unpack(parent)
    if is_model(origin):
        # pydantic gives back the bare class for `Box[T]` when T is the variable that Box itself declares.
        arguments = arguments or variables(origin)
    return origin, tuple(substitute(argument, bindings) for argument in arguments)


def _descends(origin: Any, ancestor: Any) -> bool:
    if not isinstance(origin, type) or not isinstance(ancestor, type):
        return False
    if is_protocol(ancestor) or is_typed_dict(ancestor):
        return ancestor in origin.__mro__
    return issubclass(origin, ancestor)


def _parents(cls: type) -> tuple[Any, ...]:
    if is_typed_dict(cls):
        return (dict[str, object],)
    written = [parent for parent in vars(cls).get("__orig_bases__", cls.__bases__) if _is_class(parent)]
    if is_named_tuple(cls) and tuple in cls.__bases__:
        return (types.GenericAlias(tuple, tuple(named_tuple_fields(cls).values())), *written)
    return tuple(written)


def _is_class(parent: Any) -> bool:
    return isinstance(unpack(parent)[0], type) and unpack(parent)[0] not in (object, typing.Generic, typing.Protocol)


def _standard(origin: Any, arguments: tuple[Any, ...], ancestor: Any) -> tuple[Any, ...]:
    """What the containers of the standard library, which have no generic bases, give to its abstract ones."""
    if not _is_standard(origin) or not _is_standard(ancestor):
        return ()
    if issubclass(ancestor, abc.Mapping):
        return (arguments[0], int) if origin is collections.Counter and arguments else arguments
    if issubclass(origin, abc.Coroutine) and ancestor is abc.Awaitable:
        return arguments[2:]
    if not hasattr(ancestor, "__class_getitem__"):
        return ()
    return _item(origin, arguments)


def _item(origin: type, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The type of the items, alone in a tuple, or `()`."""
    if origin in _ITEMS:
        return (_ITEMS[origin],)
    if not arguments:
        return ()
    if origin is tuple:
        return (union(member for member in arguments if member not in (..., ())),)
    if issubclass(origin, abc.ItemsView):
        return (types.GenericAlias(tuple, arguments),)
    return arguments[-1:] if issubclass(origin, abc.ValuesView) else arguments[:1]


def _is_standard(cls: type) -> bool:
    return cls.__module__ in ("builtins", "collections", "collections.abc", "contextlib")
