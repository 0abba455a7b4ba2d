"""What each kind of type asks of a value: of the value itself, and of the parts it is made of."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, ForwardRef, Never, TypeVar

from compound.errors.ports import UncheckableType, UnresolvedReference
from compound.ports import hints
from compound.ports.checker import Checker, Part, Rule, checker
from compound.ports.constraints import Marked, Refined, is_mark
from compound.ports.contents import contents, is_composite, own_contents
from compound.ports.hints import plain, unpack, widen
from compound.ports.lineage import view
from compound.ports.matcher import PROMOTED, assignable
from compound.ports.members import attribute, keys, requirements
from compound.ports.refinements import refinements
from compound.ports.summary import MISSING


class _EveryClass(frozenset[type]):
    """The exact classes of a type that takes every value there is, though not the lack of one."""

    def __contains__(self, cls: object) -> bool:
        return cls is not type(MISSING)

    def issuperset(self, classes: object) -> bool:
        return True


EVERY_CLASS = _EveryClass()


def exact_classes(hint: Any) -> frozenset[type]:
    """The classes whose direct instances are of type `hint` whatever they hold."""
    hint = plain(hint)
    if hint is Any or hint is object:
        return EVERY_CLASS
    if hints.is_union(hint):
        members = [exact_classes(member) for member in typing.get_args(hint)]
        return EVERY_CLASS if any(classes is EVERY_CLASS for classes in members) else frozenset().union(*members)
    if isinstance(hint, typing.NewType) or (typing.get_origin(hint) is Annotated and not refinements(hint)):
        return exact_classes(widen(hint))
    if not isinstance(hint, type) or hints.is_protocol(hint) or hints.is_typed_dict(hint):
        return frozenset()
    if hint in PROMOTED:
        return frozenset(PROMOTED[hint])
    return frozenset() if is_composite(hint) or is_mark(hint) else frozenset({hint})


def rule_for(hint: Any, full: bool) -> Rule:
    """What `hint` asks of a value.

    Raises:
        UnresolvedReference: it is the name of a type, and not a type.
        UncheckableType: nothing can be said about values of it.
    """
    hint = plain(hint)
    if hints.is_alias(hint):
        return rule_for(hints.expand(hint), full)
    if isinstance(hint, ForwardRef):
        raise UnresolvedReference(annotation=hint.__forward_arg__)
    if isinstance(hint, TypeVar | typing.NewType) or (typing.get_origin(hint) is Annotated and not refinements(hint)):
        return rule_for(widen(hint), full)
    if typing.get_origin(hint) is Annotated:
        return Refined(hint, full)
    if hints.is_union(hint):
        return AnyOf([checker(member, full=full) for member in typing.get_args(hint)])
    if hints.is_literal(hint):
        return OneOf(typing.get_args(hint))
    return _of_class(hint, full)


def _of_class(hint: Any, full: bool) -> Rule:
    origin, arguments = unpack(hint)
    if hint in (Any, object, Never):
        return Nothing() if hint is Never else Anything()
    if origin in PROMOTED:
        return Number(PROMOTED[origin])
    if origin is type:
        return ClassObject(arguments[0] if arguments else Any)
    if origin is Callable:
        return Called()
    if not isinstance(origin, type):
        raise UncheckableType(hint=hint)
    if hints.is_typed_dict(origin):
        return Keys(hint, full)
    if hints.is_protocol(origin):
        return Structural(hint, full)
    if is_mark(origin):
        return Marked(origin)
    return Instance(origin, contents(hint, full) if arguments else (), full)


class Anything(Rule):
    __slots__ = ()
    is_leaf = True


class Nothing(Rule):
    __slots__ = ()
    is_leaf = True

    def takes(self, value: Any) -> bool:
        return False


class Number(Rule):
    """A number of one of some classes; `bool` is none."""

    __slots__ = ("_classes",)
    is_leaf = True

    def __init__(self, classes: tuple[type, ...]) -> None:
        self._classes = classes

    def takes(self, value: Any) -> bool:
        return isinstance(value, self._classes) and not isinstance(value, bool)


class OneOf(Rule):
    """One of the values of a `Literal`, by type and value."""

    __slots__ = ("_values",)
    is_leaf = True

    def __init__(self, values: tuple[Any, ...]) -> None:
        self._values = values

    def takes(self, value: Any) -> bool:
        return any(type(value) is type(allowed) and value == allowed for allowed in self._values)


class ClassObject(Rule):
    """A class that stands for instances of a type."""

    __slots__ = ("_instances",)
    is_leaf = True

    def __init__(self, instances: Any) -> None:
        self._instances = instances

    def takes(self, value: Any) -> bool:
        return isinstance(value, type) and assignable(value, self._instances)


class Called(Rule):
    """Anything that can be called; how, a value does not tell reliably."""

    __slots__ = ()

    def takes(self, value: Any) -> bool:
        return callable(value)


class Instance(Rule):
    """An instance of a class, and what the arguments of a generic one say about its content."""

    __slots__ = ("_cls", "_contents", "_full")

    def __init__(self, cls: type, inside: tuple[Rule, ...], full: bool) -> None:
        self._cls = cls
        self._contents = inside
        self._full = full

    def is_plainly(self, value: Any) -> bool:
        cls: Any = type(value)
        own = own_contents(cls, self._full)
        return isinstance(value, self._cls) and all(rule.is_plainly(value) for rule in (*own, *self._contents))

    def takes(self, value: Any) -> bool:
        return isinstance(value, self._cls) and all(content.takes(value) for content in self._contents)

    def parts(self, value: Any) -> Iterable[Part]:
        for content in self._contents:
            yield from content.parts(value)


class AnyOf(Rule):
    """A union. The members that cannot hold the value at all are ruled out before any is looked into."""

    __slots__ = ("_members",)

    def __init__(self, members: Sequence[Checker]) -> None:
        self._members = members

    def takes(self, value: Any) -> bool:
        return any(_could_be(member, value) for member in self._members)

    def options(self, value: Any) -> Sequence[Checker]:
        possible = [member for member in self._members if _could_be(member, value)]
        is_settled = any(type(value) in member.exacts or member.rule.is_leaf for member in possible)
        return () if is_settled else possible


def _could_be(member: Checker, value: Any) -> bool:
    return type(value) in member.exacts or member.rule.takes(value)


class Keys(Rule):
    """A TypedDict: a dictionary with text for keys, of which some are declared."""

    __slots__ = ("_checkers", "_required")

    def __init__(self, hint: Any, full: bool) -> None:
        declared = keys(hint)
        self._checkers = {name: checker(wanted, full=full) for name, (wanted, _) in declared.items()}
        self._required = {name for name, (_, required) in declared.items() if required}

    def takes(self, value: Any) -> bool:
        return isinstance(value, dict) and all(isinstance(key, str) for key in value)

    def parts(self, value: Any) -> Iterable[Part]:
        for name, inside in self._checkers.items():
            if name in value or name in self._required:
                yield inside, value.get(name, MISSING), f"[{name!r}]"


class Structural(Rule):
    """A protocol: its methods must be there; its attributes too, and right unless the class declares them so."""

    __slots__ = ("_checkers", "_data", "_methods", "_origin", "_unproved")

    def __init__(self, hint: Any, full: bool) -> None:
        self._origin = unpack(hint)[0]
        self._data, self._methods = requirements(hint)
        self._checkers = {name: checker(wanted, full=full) for name, wanted in self._data.items()}
        self._unproved: dict[type, tuple[str, ...]] = {}

    def takes(self, value: Any) -> bool:
        if view(type(value), self._origin) is not None:
            return True
        return all(callable(getattr(value, name, None)) for name in self._methods)

    def parts(self, value: Any) -> Iterable[Part]:
        for name in self._unproved_by(type(value)):
            yield self._checkers[name], getattr(value, name, MISSING), f".{name}"

    def _unproved_by(self, cls: type) -> tuple[str, ...]:
        """The attributes that the declarations of `cls` leave to be looked at."""
        if cls not in self._unproved:
            declares = {name: attribute(cls, name) for name in self._data} if view(cls, self._origin) is None else {}
            self._unproved[cls] = tuple(
                name for name, hint in declares.items() if hint is None or not assignable(hint, self._data[name])
            )
        return self._unproved[cls]
