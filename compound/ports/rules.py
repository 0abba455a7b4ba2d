"""What each kind of type asks of a value: of the value itself, and of the parts it is made of."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, ForwardRef, Never, TypeVar

from compound.errors.ports import UncheckableType, UnresolvedAnnotation
from compound.ports import hints
from compound.ports.checker import Checker, Part, Rule, checker
from compound.ports.contents import contents
from compound.ports.hints import plain, unpack, widen
from compound.ports.lineage import view
from compound.ports.matcher import PROMOTED, assignable
from compound.ports.members import attribute, keys, requirements
from compound.ports.refinements import refinements
from compound.ports.summary import MISSING


def exact_class(hint: Any) -> type | None:
    """The class whose direct instances are of type `hint` whatever they hold, None when there is no such class."""
    hint = plain(hint)
    if isinstance(hint, typing.NewType) or (typing.get_origin(hint) is Annotated and not refinements(hint)):
        return exact_class(widen(hint))
    if not isinstance(hint, type) or hints.is_protocol(hint) or hints.is_typed_dict(hint):
        return None
    return None if contents(hint, True) else hint


def rule_for(hint: Any, full: bool) -> Rule:
    """What `hint` asks of a value.

    Raises:
        UnresolvedAnnotation: it is the name of a type, and not a type.
        UncheckableType: nothing can be said about values of it.
    """
    hint = plain(hint)
    if hints.is_alias(hint):
        return rule_for(hints.expand(hint), full)
    if isinstance(hint, ForwardRef):
        raise UnresolvedAnnotation(annotation=hint.__forward_arg__)
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
    if origin.__module__.startswith("pydantic") and hasattr(origin, "__get_pydantic_core_schema__"):
        return Marked(origin)
    return Instance(origin, contents(hint, full) if arguments else ())


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

    __slots__ = ("_cls", "_contents")

    def __init__(self, cls: type, inside: tuple[Rule, ...]) -> None:
        self._cls = cls
        self._contents = inside

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
        is_settled = any(type(value) is member.exact or member.rule.is_leaf for member in possible)
        return () if is_settled else possible


def _could_be(member: Checker, value: Any) -> bool:
    return type(value) is member.exact or member.rule.takes(value)


class Refined(Rule):
    """A type with constraints, which are asked only once the value is known to be of the type."""

    __slots__ = ("_base", "_constraints")

    def __init__(self, hint: Any, full: bool) -> None:
        self._base = checker(hint.__origin__, full=full)
        self._constraints = [Checker(hint, full, Constraint(refinement)) for refinement in refinements(hint)]

    def takes(self, value: Any) -> bool:
        return _could_be(self._base, value)

    def parts(self, value: Any) -> Iterable[Part]:
        yield self._base, value, ""
        for constraint in self._constraints:
            yield constraint, value, ""


class Constraint(Rule):
    """One constraint, as pydantic reads it in strict mode, on a value of any type."""

    __slots__ = ("_adapter", "_may_rewrite")
    is_leaf = True

    def __init__(self, refinement: Any) -> None:
        from pydantic import AfterValidator, TypeAdapter

        self._adapter = TypeAdapter[Any](Annotated[Any, refinement])
        self._may_rewrite = not isinstance(refinement, AfterValidator)

    def takes(self, value: Any) -> bool:
        from pydantic import ValidationError

        try:
            validated = self._adapter.validate_python(value, strict=True)
        except (ValidationError, TypeError):
            # pydantic raises TypeError for a constraint that the value has no operation for.
            return False
        # Text that stripping or folding would change is not of the type: the value itself travels on, unchanged.
        return not (self._may_rewrite and isinstance(value, str)) or bool(validated == value)


class Marked(Rule):
    """A class of pydantic that only describes values of another, such as `PastDate`."""

    __slots__ = ("_cls",)
    is_leaf = True

    def __init__(self, cls: type) -> None:
        self._cls = cls

    def takes(self, value: Any) -> bool:
        from pydantic import TypeAdapter, ValidationError

        if isinstance(value, self._cls):
            return True
        try:
            validated = TypeAdapter[Any](self._cls).validate_python(value, strict=True)
        except ValidationError:
            return False
        return type(validated) is type(value) and bool(validated == value)


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

    __slots__ = ("_checkers", "_data", "_methods", "_origin")

    def __init__(self, hint: Any, full: bool) -> None:
        self._origin = unpack(hint)[0]
        self._data, self._methods = requirements(hint)
        self._checkers = {name: checker(wanted, full=full) for name, wanted in self._data.items()}

    def takes(self, value: Any) -> bool:
        if view(type(value), self._origin) is not None:
            return True
        return all(callable(getattr(value, name, None)) for name in self._methods)

    def parts(self, value: Any) -> Iterable[Part]:
        if view(type(value), self._origin) is not None:
            return
        for name, inside in self._checkers.items():
            declared = attribute(type(value), name)
            if declared is None or not assignable(declared, self._data[name]):
                yield inside, getattr(value, name, MISSING), f".{name}"
