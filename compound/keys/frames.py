"""Values that hold others: what they hold, and how the parts of that become theirs."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any

from compound.keys.spelling import named, part


class Frame:
    """A container while it is spelled: its children, and the parts of those that are done."""

    __slots__ = ("children", "close", "labels", "parts", "value")

    def __init__(
        self,
        value: Any,
        children: Iterable[Any],
        close: Callable[[list[bytes]], bytes],
        labels: Callable[[int], str] = "[{}]".format,
    ) -> None:
        self.value = value
        self.children = iter(children)
        self.close = close
        self.labels = labels
        """How to write, in a message, where the child of this number stands."""
        self.parts: list[bytes] = []


def _ordered(tag: bytes) -> Callable[[Any], Frame]:
    return lambda value: Frame(value, value, lambda parts: part(tag, b"".join(parts)))


def _unordered(tag: bytes) -> Callable[[Any], Frame]:
    return lambda value: Frame(value, value, lambda parts: part(tag, b"".join(sorted(parts))))


def _mapping(tag: bytes) -> Callable[[Any], Frame]:
    """Its order does not count."""

    def close(parts: list[bytes]) -> bytes:
        return part(tag, b"".join(sorted(key + item for key, item in zip(parts[::2], parts[1::2], strict=True))))

    return lambda value: Frame(value, _pairs(value), close, lambda at: _entry(value, at))


def _ordered_mapping(value: Mapping[Any, Any]) -> Frame:
    return Frame(
        value, _pairs(value), lambda parts: part(b"ordereddict", b"".join(parts)), lambda at: _entry(value, at)
    )


def _pairs(value: Mapping[Any, Any]) -> Iterable[Any]:
    for key, item in value.items():
        yield key
        yield item


def _entry(value: Mapping[Any, Any], at: int) -> str:
    found = list(value)[at // 2]
    key = repr(found)[:60] if isinstance(found, str | bytes | int | float) else f"a {type(found).__name__}"
    return f"[{key}]" if at % 2 else f" key {key}"


def _deque(value: deque[Any]) -> Frame:
    return Frame(value, (value.maxlen, *value), lambda parts: part(b"deque", b"".join(parts)))


CONTAINERS: dict[type, Callable[[Any], Frame]] = {
    list: _ordered(b"list"),
    tuple: _ordered(b"tuple"),
    set: _unordered(b"set"),
    frozenset: _unordered(b"frozenset"),
    dict: _mapping(b"dict"),
    OrderedDict: _ordered_mapping,
    deque: _deque,
}
"""By exact type: a subclass may mean anything."""

frozen_map = _mapping(b"frozenmap")


def member(value: Enum) -> Frame:
    """An enum member: its class, its name and its value."""
    return _record(b"member", value, {"name": value.name, "value": value.value})


def fields(value: Any) -> Frame:
    """A dataclass, a NamedTuple or a pydantic model: its class and its declared fields, in that order.

    What a pydantic model took beyond its fields counts; its private attributes do not, nor anything else an object
    may have been given.
    """
    if dataclasses.is_dataclass(value):
        names = (field.name for field in dataclasses.fields(value))
        return _record(b"record", value, {name: getattr(value, name) for name in names if hasattr(value, name)})
    if isinstance(value, tuple):
        return _record(b"record", value, dict(zip(type(value)._fields, value, strict=True)))  # type: ignore[attr-defined]
    held = {name: value.__dict__[name] for name in type(value).model_fields if name in value.__dict__}
    return _record(b"record", value, {**held, **(value.__pydantic_extra__ or {})})


def _record(tag: bytes, value: Any, held: dict[str, Any]) -> Frame:
    names, cls = list(held), named(type(value))
    spelled = [part(b"str", name.encode("utf-8", "surrogatepass")) for name in names]

    def close(parts: list[bytes]) -> bytes:
        return part(tag, cls + b"".join(name + item for name, item in zip(spelled, parts, strict=True)))

    return Frame(value, held.values(), close, lambda at: f".{names[at]}")
