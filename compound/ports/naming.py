"""Type names as people write them."""

from __future__ import annotations

import collections.abc
import enum
import types
import typing
from typing import Annotated, Any, ForwardRef, Literal, TypeVar

from compound.ports.hints import EMPTY, is_union, plain, unpack
from compound.ports.refinements import refinements


def type_name(hint: Any) -> str:
    """`hint` as one would write it in source: `list[int]`, `int | None`, `Literal['a', 'b']`, `Image`.

    Of the metadata of `Annotated` only what constrains values is named.
    """
    hint = plain(hint)
    if is_union(hint):
        # None goes last, where people look for it.
        return " | ".join(sorted(map(type_name, typing.get_args(hint)), key=lambda name: name == "None"))
    if typing.get_origin(hint) is Annotated:
        constraints = refinements(hint)
        name = type_name(hint.__origin__)
        return f"Annotated[{name}, {', '.join(map(str, constraints))}]" if constraints else name
    if typing.get_origin(hint) is Literal:
        return f"Literal[{', '.join(map(_value, typing.get_args(hint)))}]"
    origin, arguments = unpack(hint)
    if origin is collections.abc.Callable and arguments:
        return f"Callable[{_listed(arguments[0])}, {type_name(arguments[1])}]"
    if arguments:
        return f"{_bare(origin)}[{', '.join(map(_argument, arguments))}]"
    return _bare(hint)


def _bare(hint: Any) -> str:
    if hint is types.NoneType:
        return "None"
    if isinstance(hint, ForwardRef):
        return hint.__forward_arg__
    if isinstance(hint, TypeVar):
        return hint.__name__
    name: str = getattr(hint, "__qualname__", None) or getattr(hint, "__name__", None) or str(hint)
    return name.rpartition("<locals>.")[2].removeprefix("typing.")


def _argument(argument: Any) -> str:
    if argument is ...:
        return "..."
    return "()" if (argument,) == EMPTY else type_name(argument)


def _listed(takes: Any) -> str:
    return f"[{', '.join(map(type_name, takes))}]" if isinstance(takes, list) else _argument(takes)


def _value(value: Any) -> str:
    return f"{type(value).__name__}.{value.name}" if isinstance(value, enum.Enum) else repr(value)
