"""Values that hold others: what they hold, and how the parts of that become theirs."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any

from compound.keys.spelling import named, part


class Frame:
    """A container while it is spelled: its children, and the parts of those that are done."""

    __slots__ = ("children", "close", "labels", "lasting", "parts", "value")

    def __init__(
        self,
        value: Any,
        children: Iterable[Any],
        close: Callable[[list[bytes]], bytes],
        labels: Callable[[int], str] = "[{}]".format,
        lasting: bool = False,
    ) -> None:
        self.value = value
        self.children = iter(children)
        self.close = close
        self.labels = labels
        """How to write, in a message, where the child of this number stands."""
        self.lasting = lasting
        """Whether neither the container nor any child that is done may change."""
        self.parts: list[bytes] = []


def _ordered(tag: bytes, *, lasting: bool = False) -> Callable[[Any], Frame]:
    def close(parts: list[bytes]) -> bytes:
        return part(tag, b"".join(parts))

    return lambda value: Frame(value, value, close, lasting=lasting)


def _unordered(tag: bytes, *, lasting: bool = False) -> Callable[[Any], Frame]:
    def close(parts: list[bytes]) -> bytes:
        return part(tag, b"".join(sorted(parts)))

    return lambda value: Frame(value, value, close, lasting=lasting)


def _mapping(tag: bytes, *, lasting: bool = False) -> Callable[[Any], Frame]:
    """Its order does not count."""

    def close(parts: list[bytes]) -> bytes:
        return part(tag, b"".join(sorted(key + item for key, item in zip(parts[::2], parts[1::2], strict=True))))

    return lambda value: Frame(value, _pairs(value), close, lambda at: _entry(value, at), lasting)


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
    tuple: _ordered(b"tuple", lasting=True),
    set: _unordered(b"set"),
    frozenset: _unordered(b"frozenset", lasting=True),
    dict: _mapping(b"dict"),
    OrderedDict: _ordered_mapping,
    deque: _deque,
}
"""By exact type: a subclass may mean anything."""

frozen_map = _mapping(b"frozenmap", lasting=True)


def member(value: Enum) -> Frame:
    """An enum member: its class, its name and its value."""
    return record(b"member", value, {"name": value.name, "value": value.value})


def record(tag: bytes, value: Any, held: Mapping[str, Any]) -> Frame:
    """A value that holds others under names: its class, and each with its name."""
    names, cls = list(held), named(type(value))
    spelled = [part(b"str", name.encode("utf-8", "surrogatepass")) for name in names]

    def close(parts: list[bytes]) -> bytes:
        return part(tag, cls + b"".join(name + item for name, item in zip(spelled, parts, strict=True)))

    return Frame(value, held.values(), close, lambda at: f".{names[at]}")
