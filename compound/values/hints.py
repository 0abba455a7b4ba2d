"""What a type hint says about the JSON below it. Both directions of the codec ask here, so that they agree."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, NewType, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from typing_extensions import TypeAliasType, is_typeddict

from compound.ports.substitution import substitute
from compound.values.frozen import FrozenMap, ReadOnly

HINTED_ARRAYS = (tuple, set, frozenset)
"""Types that an untagged JSON array stands for when the hint says so; otherwise it is a list."""


_KNOWN = 2048
"""Hints of which it is remembered what they say; hints that have no hash, as some metadata, are looked into anew."""


def bare(hint: Any) -> Any:
    """`hint` without what does not change the form: Optional, Annotated, NewType, aliases; Any for other unions."""
    try:
        return _bare(hint)
    except TypeError:
        return _bare.__wrapped__(hint)


@lru_cache(_KNOWN)
def _bare(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *notes = get_args(hint)
        return FrozenMap[get_args(inner)] if ReadOnly in notes else bare(inner)  # type: ignore[misc]
    if origin in (Required, NotRequired):
        return bare(get_args(hint)[0])
    if origin in (Union, types.UnionType):
        members = [member for member in get_args(hint) if member is not type(None)]
        return bare(members[0]) if len(members) == 1 else Any
    if isinstance(hint, NewType):
        return bare(hint.__supertype__)
    if isinstance(hint, TypeAliasType):
        return bare(hint.__value__)
    return hint


def kind(hint: Any) -> type:
    """The class that untagged JSON stands for under `hint`, `object` when the hint leaves it open."""
    try:
        return _kind(hint)
    except TypeError:
        return _kind.__wrapped__(hint)


@lru_cache(_KNOWN)
def _kind(hint: Any) -> type:
    plain = bare(hint)
    found = get_origin(plain) or plain
    return found if isinstance(found, type) else object


def item_hints(hint: Any, count: int) -> list[Any]:
    """The hints of `count` items of an array under `hint`."""
    plain = bare(hint)
    arguments = get_args(plain)
    if kind(plain) is tuple and arguments and arguments[-1] is not Ellipsis:
        return [*arguments, *[Any] * count][:count]
    return [arguments[0] if arguments else Any] * count


def entry_hints(hint: Any, keys: list[Any]) -> list[Any]:
    """The hints of the values under `keys` of a mapping under `hint`."""
    plain = bare(hint)
    if is_typeddict(plain):
        declared = _type_hints(plain)
        return [declared.get(key, Any) for key in keys]
    arguments = get_args(plain)
    return [arguments[1] if len(arguments) == 2 else Any] * len(keys)


@lru_cache(_KNOWN)
def is_record(cls: type) -> bool:
    """Whether instances are written as an object of their fields."""
    named_tuple = issubclass(cls, tuple) and hasattr(cls, "_fields")
    return named_tuple or issubclass(cls, BaseModel) or dataclasses.is_dataclass(cls)


def field_hints(cls: type, hint: Any) -> Mapping[str, Any]:
    """The fields of a record of type `cls` under `hint`, in order, and their hints (Any where one cannot be resolved).

    Variables of a generic class stand for the arguments that the hint gives it.
    """
    try:
        return _settled(cls, hint)
    except (NameError, TypeError):
        return _substituted(cls, hint)


@lru_cache(_KNOWN)
def _settled(cls: Any, hint: Any) -> Mapping[str, Any]:
    """Raises NameError for a class whose hints name what is not there yet: of it nothing is to be remembered."""
    if not issubclass(cls, BaseModel):
        get_type_hints(cls)
    elif not cls.__pydantic_complete__:
        raise NameError(cls.__qualname__)
    return _substituted(cls, hint)


def _substituted(cls: type, hint: Any) -> Mapping[str, Any]:
    plain = bare(hint)
    bound = dict(zip(cls.__parameters__, get_args(plain), strict=True)) if get_origin(plain) is cls else {}
    return {name: substitute(declared, bound) for name, declared in _declared(cls).items()}


def _declared(cls: type) -> dict[str, Any]:
    if issubclass(cls, BaseModel):
        return {name: _with_metadata(field) for name, field in cls.model_fields.items()}
    declared = _type_hints(cls)
    if dataclasses.is_dataclass(cls):
        return {field.name: declared.get(field.name, Any) for field in dataclasses.fields(cls) if field.init}
    return {name: declared.get(name, Any) for name in getattr(cls, "_fields", ())}


def name_of(cls: type) -> str:
    """How data names a type; those of `compound.values` by where they are exported, which does not change."""
    import compound.values as exported

    public = cls.__name__ in exported.__all__ and getattr(exported, cls.__name__) is cls
    return f"{exported.__name__ if public else cls.__module__}:{cls.__qualname__}"


def find_type(name: str, hint: Any) -> type | None:
    """The record or enum that `name_of` called so, of those in `hint` and in `compound.values` and their subclasses.

    Nothing else is ever found, since what is found will be called.
    """
    import compound.values as exported

    for cls in (*_types_in(hint), *(getattr(exported, public) for public in exported.__all__)):
        for candidate in _with_subclasses(cls):
            if (is_record(candidate) or issubclass(candidate, Enum)) and name_of(candidate) == name:
                return candidate
    return None


def _with_metadata(field: Any) -> Any:
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _type_hints(cls: Any) -> Mapping[str, Any]:
    try:
        return get_type_hints(cls, include_extras=True)
    except NameError:
        return {}


def _types_in(hint: Any) -> Iterator[type]:
    for cls in (hint, get_origin(hint)):
        if isinstance(cls, type):
            yield cls
    if isinstance(hint, NewType | TypeAliasType):
        yield from _types_in(bare(hint))
    for part in get_args(hint):
        yield from _types_in(part)


def _with_subclasses(cls: type) -> Iterator[type]:
    yield cls
    if cls not in (object, Any):
        children: list[type] = type.__subclasses__(cls)
        for child in children:
            yield from _with_subclasses(child)
