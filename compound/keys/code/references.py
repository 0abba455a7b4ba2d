"""Things that code mentions and that are not data: by what name they go, and what they lead to."""

from __future__ import annotations

import functools
import logging
import re
import types
import typing
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock, RLock
from types import FunctionType, ModuleType
from typing import Any

from typing_extensions import TypeAliasType

from compound.modules import main_name


@dataclass(frozen=True, slots=True)
class Reference:
    """What stands for a thing."""

    module: str
    """Where it is from."""
    name: str
    """`module:qualname`, or what else tells it."""
    code: object = None
    """The function or class to look into, if there is one."""
    below: tuple[object, ...] = ()
    """Values that belong to it."""


# Of these only the type counts: what they hold does not reach an answer.
_INDIFFERENT = (logging.Logger, type(Lock()), type(RLock()), ContextVar)
_HEAP_TYPE = 1 << 9
"""`Py_TPFLAGS_HEAPTYPE` of Python's C API: set for classes that are written in Python."""


def referred(thing: Any) -> Reference | None:
    """What stands for a function, class, module, node or type hint; None for what has nothing that stands for it."""
    for recognise in (_node, _code, _wrapped, _hint, _tool):
        found = recognise(thing)
        if found is not None:
            return found
    return _object(thing)


def _node(thing: Any) -> Reference | None:
    """A node counts by what it runs, its version and its settings, and a pipeline by the nodes it is made of."""
    from compound.graph.pipeline import Pipeline
    from compound.nodes.declaration import Declaration
    from compound.nodes.with_settings import Node

    if isinstance(thing, Pipeline):
        return Reference(_module(thing.function), f"pipeline {thing.name}", None, (thing.function,))
    if isinstance(thing, Node):
        settings = {name: getattr(thing, name) for name in type(thing).model_fields}
        return Reference(_module(type(thing)), f"node {thing.declaration.ref}", None, (type(thing), settings))
    if isinstance(thing, Declaration):
        return Reference(_module(thing.call), f"node {thing.ref}", None, (thing.policy.version, thing.call))
    return None


def _code(thing: Any) -> Reference | None:
    if isinstance(thing, FunctionType | type) and not isinstance(thing, types.GenericAlias):
        return Reference(_module(thing), f"{_module(thing)}:{thing.__qualname__}", thing)
    if isinstance(thing, types.MethodType):
        return Reference(_module(thing), "method", None, (thing.__func__, thing.__self__))
    if isinstance(thing, ModuleType):
        return Reference(thing.__name__, thing.__name__)
    if isinstance(thing, types.BuiltinFunctionType):
        owner = () if thing.__self__ is None or isinstance(thing.__self__, ModuleType) else (thing.__self__,)
        return Reference(_module(thing, "builtins"), thing.__qualname__, None, owner)
    if isinstance(thing, types.MethodDescriptorType | types.WrapperDescriptorType | types.ClassMethodDescriptorType):
        return Reference("builtins", f"{thing.__objclass__.__qualname__}.{thing.__name__}", None, (thing.__objclass__,))
    return None


def _wrapped(thing: Any) -> Reference | None:
    if isinstance(thing, functools.partial):
        return Reference("functools", "partial", None, (thing.func, thing.args, thing.keywords))
    if isinstance(thing, property):
        return Reference("builtins", "property", None, (thing.fget, thing.fset, thing.fdel))
    if isinstance(thing, functools.cached_property):
        return Reference("functools", "cached_property", None, (thing.func,))
    if isinstance(thing, staticmethod | classmethod):
        return Reference("builtins", type(thing).__name__, None, (thing.__func__,))
    if isinstance(thing, functools._lru_cache_wrapper):
        return Reference("functools", "cache", None, (thing.__wrapped__,))
    return None


def _hint(thing: Any) -> Reference | None:
    origin = typing.get_origin(thing)
    if origin is not None:
        return Reference("typing", "hint", None, (origin, typing.get_args(thing), getattr(thing, "__metadata__", ())))
    if isinstance(thing, typing.NewType):
        return Reference("typing", thing.__name__, None, (thing.__supertype__,))
    if isinstance(thing, TypeAliasType):
        return Reference("typing", thing.__name__, None, (thing.__value__,))
    if isinstance(thing, typing.TypeVar | typing.ParamSpec | typing.ForwardRef) or _module(type(thing)) == "typing":
        return Reference("typing", repr(thing))
    return None


def _tool(thing: Any) -> Reference | None:
    if isinstance(thing, re.Pattern):
        return Reference("re", "pattern", None, (thing.pattern, thing.flags))
    if isinstance(thing, _INDIFFERENT):
        return Reference(_module(type(thing)), type(thing).__name__)
    if isinstance(thing, types.MappingProxyType):
        return Reference("types", "mappingproxy", None, (dict(thing),))
    return None


def _object(thing: Any) -> Reference | None:
    """An object of a plain Python class: its class and its attributes."""
    held = getattr(thing, "__dict__", None)
    if not isinstance(held, dict) or _is_native(type(thing)):
        return None
    return Reference(_module(type(thing)), "object", None, (type(thing), dict(held)))


def _is_native(cls: type) -> bool:
    """Whether instances hold more than Python shows: a class above it is written in C."""
    return any(parent is not object and not parent.__flags__ & _HEAP_TYPE for parent in cls.__mro__)


def _module(thing: Any, otherwise: str = "__main__") -> str:
    """The module it is from; a running script goes by the name of its file, as others would import it."""
    module: str = getattr(thing, "__module__", None) or otherwise
    return main_name() if module == "__main__" else module
