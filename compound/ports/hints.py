"""How a hint is taken apart: unions, aliases, wrappers, and the kinds of class."""

from __future__ import annotations

import contextlib
import functools
import sys
import types
import typing
from typing import Annotated, Any, ForwardRef, Literal, NewType, TypeVar, Union

from compound.ports.substitution import substitute

_QUALIFIERS = {typing.Final, typing.ClassVar, typing.Required, typing.NotRequired}
_UNIONS = (Union, types.UnionType)

EMPTY: tuple[Any, ...] = ((),)
"""The arguments of `tuple[()]`, told apart from those of a bare `tuple`."""


def plain(hint: Any) -> Any:
    """`hint` in one spelling: `None` as its class, and qualifiers such as `Final` taken off."""
    if type(hint) is type:
        return hint
    if hint is None:
        return types.NoneType
    if hint is typing.NoReturn:
        return typing.Never
    if hint is typing.LiteralString:
        return str
    if isinstance(hint, str):
        return ForwardRef(hint)
    if is_qualifier(typing.get_origin(hint)):
        return plain(typing.get_args(hint)[0])
    return hint


def is_qualifier(origin: Any) -> bool:
    """Whether `origin` says how a field may be used and not what it holds."""
    return origin in _QUALIFIERS or getattr(origin, "_name", None) == "ReadOnly"


def unpack(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The class that `hint` parametrises and the arguments it gives it: `()` when none, `EMPTY` for `tuple[()]`."""
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        generic = getattr(hint, "__pydantic_generic_metadata__", None)
        return (generic["origin"], generic["args"]) if generic and generic["origin"] else (hint, ())
    origin = typing.get_origin(hint)
    if origin is None:
        return hint, ()
    if origin is tuple and getattr(hint, "__args__", None) == ():
        return tuple, EMPTY
    return origin, typing.get_args(hint)


def is_union(hint: Any) -> bool:
    return typing.get_origin(hint) in _UNIONS


def union(members: typing.Iterable[Any]) -> Any:
    """The union of `members`, `Never` when there are none."""
    found = tuple(members)
    return Union[found] if found else typing.Never  # noqa: UP007


def is_alias(hint: Any) -> bool:
    """Whether `hint` is a `type` alias, or one with arguments; each implementation has a class of its own."""
    named = typing.get_origin(hint) or hint
    return type(named).__name__ == "TypeAliasType"


@functools.lru_cache(maxsize=1024)
def expand(alias: Any) -> Any:
    """What a `type` alias stands for, names in it looked up in the module that made it."""
    named = typing.get_origin(alias) or alias
    value = named.__value__
    module = sys.modules.get(named.__module__)
    with contextlib.suppress(NameError):
        holder = types.SimpleNamespace(__annotations__={"value": value})
        names = {named.__name__: named}
        value = typing.get_type_hints(holder, vars(module) if module else {}, names, include_extras=True)["value"]
    return substitute(value, dict(zip(named.__type_params__, typing.get_args(alias), strict=False)))


def widen(hint: Any) -> Any | None:
    """The nearest wider hint of a wrapper (`Annotated`, `NewType`, `TypeVar`), None for anything else."""
    if isinstance(hint, NewType):
        return hint.__supertype__
    if isinstance(hint, TypeVar):
        return union(hint.__constraints__) if hint.__constraints__ else (hint.__bound__ or object)
    if typing.get_origin(hint) is Annotated:
        return hint.__origin__
    return None


def is_concrete(hint: Any) -> bool:
    """Whether `hint` is a plain class or a class with arguments, with nothing to take off or to expand."""
    return type(hint) is type or (type(hint) is types.GenericAlias and isinstance(hint.__origin__, type))


def is_literal(hint: Any) -> bool:
    return typing.get_origin(hint) is Literal


def is_protocol(hint: Any) -> bool:
    return isinstance(hint, type) and bool(getattr(hint, "_is_protocol", False)) and hint is not typing.Protocol


def is_typed_dict(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, dict) and hasattr(hint, "__required_keys__")


def is_named_tuple(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def is_model(hint: Any) -> bool:
    """Whether `hint` is a pydantic model; asked by attribute, so that pydantic need not be loaded."""
    return isinstance(hint, type) and hasattr(hint, "__pydantic_generic_metadata__")


def is_data_class(hint: Any) -> bool:
    return isinstance(hint, type) and hasattr(hint, "__dataclass_fields__")
