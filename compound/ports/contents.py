"""What a class or a generic alias says about the parts of its instances: items, entries, fields, shape and dtype."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from compound.ports import hints
from compound.ports.checker import SAMPLED, Checker, Part, Rule, checker
from compound.ports.fields import field_types
from compound.ports.hints import EMPTY, unpack
from compound.ports.lineage import view
from compound.ports.matcher import assignable
from compound.ports.summary import MISSING, label

_TEXT = (str, bytes, bytearray, memoryview, range)


def contents(hint: Any, full: bool) -> tuple[Rule, ...]:
    """The rules for the parts of values of a class or a generic alias, `()` when it says nothing about them."""
    origin, arguments = unpack(hint)
    found: list[Rule] = []
    if fields := field_types(hint):
        found.append(Fields({name: checker(field, full=full) for name, field in fields.items()}, _reader(origin)))
    if (container := _container(hint, full)) is not None:
        found.append(container)
    if arguments and _is_array(origin):
        found.append(Array(arguments))
    return tuple(found)


@functools.lru_cache(maxsize=4096)
def own_contents(cls: type, full: bool) -> tuple[Rule, ...]:
    """The rules for the parts of a value that its own class declares."""
    return contents(cls, full)


def is_composite(cls: type) -> bool:
    """Whether `cls` itself says something about the parts of its instances."""
    has_fields = hints.is_model(cls) or hints.is_data_class(cls) or hints.is_named_tuple(cls)
    return has_fields or any(_container_arguments(cls))


def _container(hint: Any, full: bool) -> Rule | None:
    items, entry, item = _container_arguments(hint)
    if items and items[1:] != (...,):
        return Fixed([checker(item, full=full) for item in items if items != EMPTY])
    if entry:
        return Entries((checker(entry[0], full=full), checker(entry[1], full=full)), full)
    return Items(checker(item[0], full=full), full) if item else None


def _container_arguments(hint: Any) -> tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]:
    """What `hint` says as a tuple, as a mapping and as an iterable, `()` where it says nothing."""
    origin, _ = unpack(hint)
    if hints.is_named_tuple(origin) or issubclass(origin, (*_TEXT, Iterator)):
        return (), (), ()
    return view(hint, tuple) or (), view(hint, Mapping) or (), view(hint, Iterable) or ()


def _is_array(origin: Any) -> bool:
    return bool(origin.__module__ == "numpy" and origin.__name__ == "ndarray")


def _reader(origin: type) -> Callable[[Any, str], Any]:
    return _read_model if hints.is_model(origin) else _read


def _read(value: Any, name: str) -> Any:
    return getattr(value, name, MISSING)


def _read_model(value: Any, name: str) -> Any:
    # A model's own attribute access has hooks; its fields stand in its dictionary.
    return value.__dict__.get(name, MISSING)


class Items(Rule):
    """Items of one type. What has no length, such as an iterator, is left alone, as looking would use it up."""

    __slots__ = ("_full", "_item")

    def __init__(self, item: Checker, full: bool) -> None:
        self._item = item
        self._full = full

    def is_plainly(self, value: Any) -> bool:
        if not isinstance(value, Collection) or isinstance(value, Iterator):
            return True
        return _is_looked_through(value, self._full) and self._item.exacts.issuperset(map(type, value))

    def parts(self, value: Any) -> Iterable[Part]:
        if not isinstance(value, Collection) or isinstance(value, Iterator):
            return
        for position, found in _sampled(value, self._full):
            if type(found) not in self._item.exacts:
                yield self._item, found, f"[{position}]"


class Entries(Rule):
    """Keys and values, each of one type."""

    __slots__ = ("_full", "_key", "_value")

    def __init__(self, entry: tuple[Checker, Checker], full: bool) -> None:
        self._key, self._value = entry
        self._full = full

    def is_plainly(self, value: Any) -> bool:
        return (
            _is_looked_through(value, self._full)
            and self._key.exacts.issuperset(map(type, value))
            and self._value.exacts.issuperset(map(type, value.values()))
        )

    def parts(self, value: Any) -> Iterable[Part]:
        for _, (key, found) in _sampled(value.items(), self._full):
            if type(key) not in self._key.exacts:
                yield self._key, key, f" key {label(key)}"
            if type(found) not in self._value.exacts:
                yield self._value, found, f"[{label(key)}]"


def _is_looked_through(items: Collection[Any], full: bool) -> bool:
    return full or len(items) <= SAMPLED


def _sampled(items: Collection[Any], full: bool) -> Iterable[tuple[int, Any]]:
    """The items to look at with their positions: each, or `SAMPLED` of them at even distances, first and last too."""
    if _is_looked_through(items, full):
        return enumerate(items)
    count = len(items)
    positions = (step * (count - 1) // (SAMPLED - 1) for step in range(SAMPLED))
    if isinstance(items, list | tuple):
        return ((position, items[position]) for position in positions)
    return _picked(iter(items), positions)


def _picked(items: Iterator[Any], positions: Iterable[int]) -> Iterator[tuple[int, Any]]:
    following = 0
    for position in positions:
        for item in itertools.islice(items, position - following, position - following + 1):
            yield position, item
        following = position + 1


class Fixed(Rule):
    """A tuple of a fixed length, each item of a type of its own."""

    __slots__ = ("_items",)

    def __init__(self, items: Sequence[Checker]) -> None:
        self._items = items

    def takes(self, value: Any) -> bool:
        return len(value) == len(self._items)

    def is_plainly(self, value: Any) -> bool:
        pairs = zip(self._items, value, strict=False)
        return self.takes(value) and all(type(found) in item.exacts for item, found in pairs)

    def parts(self, value: Any) -> Iterable[Part]:
        for position, (item, found) in enumerate(zip(self._items, value, strict=True)):
            yield item, found, f"[{position}]"


_BUILT_IN = frozenset((list, tuple, dict, set, frozenset))


def _is_plain(field: Checker, found: Any) -> bool:
    """Whether one look tells that a field is right; built-in containers hold no fields, so that the look has an end."""
    kind = type(found)
    return kind in field.exacts or (kind in _BUILT_IN and field.rule.is_plainly(found))


class Fields(Rule):
    """Declared fields, each of a type of its own."""

    __slots__ = ("_fields", "_read")

    def __init__(self, fields: Mapping[str, Checker], read: Callable[[Any, str], Any]) -> None:
        self._fields = fields
        self._read = read

    def is_plainly(self, value: Any) -> bool:
        read = self._read
        return all(_is_plain(field, read(value, name)) for name, field in self._fields.items())

    def parts(self, value: Any) -> Iterable[Part]:
        for name, field in self._fields.items():
            found = self._read(value, name)
            if type(found) not in field.exacts:
                yield field, found, f".{name}"


class Array(Rule):
    """The shape and the dtype of a numpy array."""

    __slots__ = ("_scalar", "_shape")

    def __init__(self, arguments: tuple[Any, ...]) -> None:
        self._shape = checker(arguments[0])
        self._scalar = (unpack(arguments[1])[1] if len(arguments) > 1 else ()) or (Any,)

    def takes(self, value: Any) -> bool:
        return assignable(value.dtype.type, self._scalar[0])

    def is_plainly(self, value: Any) -> bool:
        return self._shape.rule.is_plainly(value.shape) and self.takes(value)

    def parts(self, value: Any) -> Iterable[Part]:
        yield self._shape, value.shape, ".shape"
