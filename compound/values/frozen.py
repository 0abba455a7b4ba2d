"""Mappings and JSON that cannot be changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

K = TypeVar("K")
V = TypeVar("V", covariant=True)


class FrozenMap(Mapping[K, V]):
    """A read-only mapping that keeps its order, equals any mapping with the same items, and hashes if its values do."""

    __slots__ = ("_items",)

    _items: dict[K, V]

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        object.__setattr__(self, "_items", dict(items or {}))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a FrozenMap cannot be changed, so {name} cannot be set")

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[type[FrozenMap[Any, Any]], tuple[dict[K, V]]]:
        return type(self), (self._items,)


class ReadOnly:
    """Annotates a `Mapping[K, V]` field of a pydantic model: any mapping is taken, and kept as a `FrozenMap`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        key, value = get_args(source)
        plain = core_schema.dict_schema(handler.generate_schema(key), handler.generate_schema(value))
        thawed = core_schema.no_info_before_validator_function(_thaw_top, plain)
        return core_schema.no_info_after_validator_function(
            FrozenMap,
            thawed,
            serialization=core_schema.wrap_serializer_function_ser_schema(
                lambda mapping, serialize: serialize(dict(mapping)), schema=plain
            ),
        )


class PlainJson:
    """Annotates a field that holds any JSON value, kept as scalars, tuples and `FrozenMap`s."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            freeze, core_schema.any_schema(), serialization=core_schema.plain_serializer_function_ser_schema(thaw)
        )


def freeze(value: Any) -> Any:
    """`value` with lists as tuples and mappings as `FrozenMap`s; raises ValueError for what JSON cannot say."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return FrozenMap({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    raise ValueError(f"JSON cannot say {value!r} ({type(value).__name__}); give its text or its parts")


def thaw(value: Any) -> Any:
    """The lists and dicts that `freeze` was given."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [thaw(item) for item in value]
    return value


def _thaw_top(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value
