"""Which values may flow into which port, decided from the types alone.

The one rule above all: whatever is assignable validates. If `assignable(S, T)` holds, then every value that the
checker of S takes, the checker of T takes as well. Where the types cannot promise that, the answer is no.

1. Everything fits `Any` and `object`. They fit nothing else: an `Any` needs an explicit `cast`.
2. A union fits when each of its members does; a union is fitted by what fits one of its members.
3. Containers and generic classes are covariant, since values are immutable; a type variable that is declared
   contravariant stays so.
4. `int` fits `float` and `complex`, `float` fits `complex`; `bool` fits none of them. As `float` admits an `int`,
   it fits only where an `int` fits too.
5. Literals are told apart by type and value. `Annotated` metadata that constrains must stand on the source too.
6. Protocols and TypedDicts compare by structure; classes, named tuples, models and NewTypes by descent.
7. An unresolved forward reference fits itself only.

The structure of types and the exceptions to class descent follow PEP 484, 544, 586, 589 and 593.
"""

from __future__ import annotations

import enum
import typing
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Hashable
from typing import Annotated, Any, ForwardRef, Literal, Never, NewType, TypeVar

from compound.ports import hints
from compound.ports.callables import CallShape, call_shape
from compound.ports.hints import EMPTY, plain, unpack, widen
from compound.ports.lineage import view
from compound.ports.members import attribute, keys, requirements, variables
from compound.ports.refinements import refinements

PROMOTED: dict[Any, tuple[type, ...]] = {int: (int,), float: (float, int), complex: (complex, float, int)}
"""The classes whose instances each of the numbers admits; `bool`, though an `int` by descent, is none of them."""


def assignable(source: Any, target: Any) -> bool:
    """Whether each value of type `source` may stand where `target` is asked for."""
    return _Match().fits(source, target)


class _Match:
    """One question. Recursive types come round to pairs that are being compared already: those are taken to fit."""

    __slots__ = ("_assumed",)

    def __init__(self) -> None:
        self._assumed: list[tuple[Any, Any]] = []

    def fits(self, source: Any, target: Any) -> bool:
        source, target = plain(source), plain(target)
        if target is Any or target is object or source is Never or source == target:
            return True
        if hints.is_concrete(source) and hints.is_concrete(target):
            return self._concrete(source, target)
        if hints.is_union(source):
            return all(self.fits(member, target) for member in typing.get_args(source))
        if hints.is_literal(source) and len(typing.get_args(source)) > 1:
            return all(self.fits(Literal[value], target) for value in typing.get_args(source))
        if hints.is_alias(source) or hints.is_alias(target):
            return self._assuming(source, target, self._expanded)
        if isinstance(target, TypeVar):
            return self.fits(source, widen(target)) or self._widened(source, target)
        if hints.is_union(target):
            return any(self.fits(source, member) for member in typing.get_args(target)) or self._widened(source, target)
        if typing.get_origin(target) is Annotated:
            return self._refined(source, target)
        if widen(source) is not None:
            return self._widened(source, target)
        if hints.is_literal(source):
            return self._literal(typing.get_args(source)[0], target)
        return self._concrete(source, target)

    def _assuming(self, source: Any, target: Any, compare: Callable[[Any, Any], bool]) -> bool:
        if (source, target) in self._assumed:
            return True
        self._assumed.append((source, target))
        if compare(source, target):
            return True
        del self._assumed[self._assumed.index((source, target)) :]
        return False

    def _expanded(self, source: Any, target: Any) -> bool:
        if hints.is_alias(source):
            return self.fits(hints.expand(source), target)
        return self.fits(source, hints.expand(target))

    def _widened(self, source: Any, target: Any) -> bool:
        wider = widen(source)
        return wider is not None and self.fits(wider, target)

    def _refined(self, source: Any, target: Any) -> bool:
        given = refinements(source)
        missing = [wanted for wanted in refinements(target) if wanted not in given]
        if not missing:
            return self.fits(source, target.__origin__)
        return self._widened(source, Annotated[(target.__origin__, *missing)])

    def _literal(self, value: Any, target: Any) -> bool:
        if hints.is_literal(target):
            return any(type(value) is type(other) and value == other for other in typing.get_args(target))
        return self.fits(type(value), target)

    def _concrete(self, source: Any, target: Any) -> bool:
        origin, arguments = unpack(target)
        if target is Never or isinstance(target, ForwardRef | NewType) or isinstance(source, ForwardRef):
            return False
        if source is Any or source is object:
            return False
        if origin is Literal:
            values = _all_values(source)
            return bool(values) and all(self._literal(value, target) for value in values)
        if origin is type:
            return self._class_object(source, arguments)
        if origin is Callable:
            return self._callable(call_shape(source), call_shape(target))
        if hints.is_typed_dict(origin):
            return hints.is_typed_dict(unpack(source)[0]) and self._assuming(source, target, self._typed_dict)
        if hints.is_protocol(origin) and view(source, origin) is None:
            return self._assuming(source, target, self._protocol)
        return self._descends(source, origin, arguments)

    def _descends(self, source: Any, origin: Any, arguments: tuple[Any, ...]) -> bool:
        own = unpack(source)[0]
        if origin in PROMOTED:
            return own is not bool and any(view(source, narrower) is not None for narrower in PROMOTED[origin])
        if any(view(narrower, origin) is None for narrower in PROMOTED.get(own, ())):
            return False
        if origin is Hashable and (hints.is_protocol(own) or getattr(own, "__abstractmethods__", None)):
            # These inherit a hash that the classes which implement them, such as list, take back.
            return False
        given = view(source, origin)
        return given is not None and self._arguments(origin, given, arguments)

    def _arguments(self, origin: Any, given: tuple[Any, ...], wanted: tuple[Any, ...]) -> bool:
        if not wanted:
            return True
        if origin is tuple:
            return self._tuple(given, wanted)
        given = given or (Any,) * len(wanted)
        return len(given) == len(wanted) and all(
            self.fits(theirs, ours) if _is_contravariant(origin, index) else self.fits(ours, theirs)
            for index, (ours, theirs) in enumerate(zip(given, wanted, strict=True))
        )

    def _tuple(self, given: tuple[Any, ...], wanted: tuple[Any, ...]) -> bool:
        given = given or (Any, ...)
        if wanted[1:] == (...,):
            return given == EMPTY or all(self.fits(item, wanted[0]) for item in given if item is not ...)
        if given[1:] == (...,) or EMPTY in (given, wanted):
            return given == wanted
        return len(given) == len(wanted) and all(map(self.fits, given, wanted))

    def _class_object(self, source: Any, wanted: tuple[Any, ...]) -> bool:
        given = view(source, type)
        return given is not None and (not wanted or self.fits(given[0] if given else Any, wanted[0]))

    def _callable(self, given: CallShape | None, wanted: CallShape | None) -> bool:
        if given is None or wanted is None:
            return False
        return self.fits(given.returns, wanted.returns) and (
            given.takes is None
            or wanted.takes is None
            or (
                given.required <= wanted.required
                and len(wanted.takes) <= len(given.takes)
                and all(self.fits(theirs, ours) for theirs, ours in zip(wanted.takes, given.takes, strict=False))
            )
        )

    def _typed_dict(self, source: Any, target: Any) -> bool:
        given = keys(source)
        for name, (wanted, required) in keys(target).items():
            # A key that the source does not speak of may still be there, and hold anything.
            if name not in given or (required and not given[name][1]) or not self.fits(given[name][0], wanted):
                return False
        return True

    def _protocol(self, source: Any, target: Any) -> bool:
        if unpack(source)[0] in (float, complex) and not self.fits(int, target):
            return False
        data, methods = requirements(target)
        own = unpack(source)[0]
        if not all(callable(getattr(own, name, None)) for name in methods if name != "__call__"):
            return False
        if "__call__" in methods and not self._callable(call_shape(source), call_shape(target)):
            return False
        given = {name: attribute(source, name) for name in data}
        return all(given[name] is not None and self.fits(given[name], wanted) for name, wanted in data.items())


def _is_contravariant(origin: Any, index: int) -> bool:
    if origin in (Generator, AsyncGenerator, Coroutine):
        return index == 1
    return any(getattr(variable, "__contravariant__", False) for variable in variables(origin)[index : index + 1])


def _all_values(source: Any) -> tuple[Any, ...]:
    """Every value of a type that has few of them."""
    if source is bool:
        return (True, False)
    is_enum = isinstance(source, type) and issubclass(source, enum.Enum) and not issubclass(source, enum.Flag)
    return tuple(source) if is_enum else ()
