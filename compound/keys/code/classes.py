"""What a class does, as far as its objects and its methods tell."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from enum import Enum
from types import FunctionType
from typing import Any

from compound.errors.store import NotKeyable
from compound.keys.code.instructions import does
from compound.keys.spelling import part
from compound.nodes.policy import Policy

_BOOKKEEPING = frozenset(
    ("__dict__", "__weakref__", "__doc__", "__module__", "__firstlineno__", "__static_attributes__", "_abc_impl")
)
_DERIVED = ("__pydantic_", "__dataclass_", "__abstractmethods__")
"""How attributes begin that libraries derive from what counts anyway."""
_WRITTEN_BY_LIBRARIES = frozenset(
    {
        "__init__", "__new__", "__repr__", "__eq__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__replace__",
        "__setattr__", "__delattr__", "__getstate__", "__setstate__", "__getnewargs__", "_make", "_replace", "_asdict",
    }
)  # fmt: skip


def class_contents(cls: type, spell: Callable[[object], bytes]) -> Iterator[bytes]:
    """Its bases, its fields, and what was written in its body.

    An attribute that has no key, as libraries put there, counts by its type. A policy does not count: of how a node is
    run only what its key names reaches the answer. Raises `NotKeyable` for methods that lead to what has no key.
    """
    yield spell(cls.__bases__)
    yield from _fields(cls, spell)
    for name, value in sorted(vars(cls).items()):
        if name not in _BOOKKEEPING and not name.startswith(_DERIVED) and not isinstance(value, Policy):
            yield part(b"attribute", name.encode()) + _attribute(cls, name, value, spell)


def _attribute(cls: type, name: str, value: Any, spell: Callable[[object], bytes]) -> bytes:
    function = value.__func__ if isinstance(value, classmethod | staticmethod) else value
    if isinstance(function, FunctionType):
        return does(function.__code__) if _is_generated(cls, name, function) else spell(value)
    return spell(value) if isinstance(value, property) else _content(value, spell)


def _content(value: Any, spell: Callable[[object], bytes]) -> bytes:
    try:
        return spell(value)
    except NotKeyable:
        return spell(type(value))


def _fields(cls: type, spell: Callable[[object], bytes]) -> Iterator[bytes]:
    """Types, defaults and constraints of fields, which the class body does not keep."""
    if issubclass(cls, Enum):
        for member in cls:
            yield part(b"member", member.name.encode()) + _content(member.value, spell)
    elif dataclasses.is_dataclass(cls):
        for field in dataclasses.fields(cls):
            about = (field.type, field.default, field.default_factory, field.init, field.kw_only)
            yield part(b"field", field.name.encode()) + b"".join(_content(value, spell) for value in about)
    for name, field in _model_fields(cls).items():
        about = (field.annotation, field.default, field.default_factory, field.alias, *field.metadata)
        yield part(b"field", name.encode()) + b"".join(_content(value, spell) for value in about)


def _model_fields(cls: type) -> dict[str, Any]:
    from pydantic import BaseModel

    return dict(cls.model_fields) if issubclass(cls, BaseModel) else {}


def _is_generated(cls: type, name: str, function: FunctionType) -> bool:
    """Whether the standard library wrote it, as it does for dataclasses and named tuples.

    What it does then follows from the fields; what it refers to are sentinels that have no key.
    """
    written = function.__code__.co_filename == "<string>" and name in _WRITTEN_BY_LIBRARIES
    return written and (dataclasses.is_dataclass(cls) or hasattr(cls, "_fields"))
