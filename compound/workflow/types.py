"""Types as plain data and back, side by side.

A class is its reference; a generic, union, literal, tuple or constrained type is an object with one key that says
which. A model class in a node's settings carries its JSON Schema too, so that a worker that cannot import it still gets
the same fields.
"""

from __future__ import annotations

import typing
from collections.abc import Collection
from types import NoneType, UnionType
from typing import Annotated, Any

from compound.errors.workflow import InvalidWorkflow, NotSerialisable, UnknownReference
from compound.modules import resolve
from compound.nodes.declaration import reference
from compound.ports.hints import EMPTY, unpack
from compound.ports.naming import type_name
from compound.ports.refinements import refinements
from compound.ports.summary import summarise
from compound.workflow.schemas import is_from_schema

_PLAIN: dict[str, Any] = {
    "int": int, "float": float, "complex": complex, "str": str, "bytes": bytes, "bool": bool, "None": NoneType,
    "object": object, "Any": Any, "list": list, "tuple": tuple, "dict": dict, "set": set, "frozenset": frozenset,
}  # fmt: skip
_NAMES = {hint: name for name, hint in _PLAIN.items()}
_CONSTRAINTS = ("ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length")
"""Names by which annotated_types keeps bounds, and by which pydantic's Field takes them."""


def write_type(hint: Any, where: str) -> Any:
    """A type as data. Raises NotSerialisable for local classes and for what has no name."""
    hint = NoneType if hint is None else hint
    if typing.get_origin(hint) is Annotated:
        return _write_constrained(hint, where)
    origin, arguments = unpack(hint)
    if arguments == EMPTY:
        return {"generic": "tuple", "of": []}
    if not arguments:
        return _write_name(origin, where)
    if origin in (typing.Union, UnionType):
        return {"union": [write_type(member, where) for member in arguments]}
    if origin is typing.Literal:
        return {"literal": [_write_literal(value, where) for value in arguments]}
    if origin is tuple and arguments[-1:] == (Ellipsis,):
        return {"tuple of": write_type(arguments[0], where)}
    return {"generic": write_type(origin, where), "of": [write_type(argument, where) for argument in arguments]}


def read_type(data: Any, allowed: Collection[str], where: str) -> Any:
    """The type that data stands for. Raises InvalidWorkflow, UnknownReference."""
    match data:
        case str():
            return _read_name(data, allowed, where)
        case {"union": [_, *_] as members}:
            return typing.Union[tuple(read_type(member, allowed, where) for member in members)]  # noqa: UP007
        case {"literal": [_, *_] as values}:
            return typing.Literal[tuple(_read_literal(value, allowed, where) for value in values)]
        case {"tuple of": item}:
            return tuple[read_type(item, allowed, where), ...]  # type: ignore[misc]
        case {"generic": "tuple", "of": []}:
            return tuple[()]
        case {"generic": origin, "of": [_, *_] as items}:
            return _read_generic(origin, items, allowed, where)
        case {"constrained": item, "by": dict(bounds)} if _are_bounds(bounds):
            from pydantic import Field

            return Annotated[read_type(item, allowed, where), Field(**bounds)]
    raise InvalidWorkflow(where=where, problem=f"{summarise(data)} does not describe a type")


def _write_name(hint: Any, where: str) -> str:
    if hint in _NAMES:
        return _NAMES[hint]
    if isinstance(hint, type) and (is_from_schema(hint) or _is_found_again(hint)):
        return reference(hint)
    raise NotSerialisable(
        where=where, what=f"the type {type_name(hint)}", mend="Define it at the top level of a module."
    )


def _is_found_again(hint: type) -> bool:
    try:
        return resolve(reference(hint)) is hint
    except UnknownReference:
        return False


def _read_name(name: str, allowed: Collection[str], where: str) -> Any:
    if name in _PLAIN:
        return _PLAIN[name]
    found = resolve(name, allowed)
    if not isinstance(found, type):
        raise InvalidWorkflow(where=where, problem=f"{name!r} is not a type")
    return found


def _write_constrained(hint: Any, where: str) -> Any:
    bounds: dict[str, Any] = {}
    for constraint in refinements(hint):
        given = {name: getattr(constraint, name) for name in _CONSTRAINTS if hasattr(constraint, name)}
        if not given or not all(type(value) in (int, float) for value in given.values()):
            raise NotSerialisable(
                where=where,
                what=f"the constraint {constraint}",
                mend="Check it in a node, or use ge, le, min_length, …",
            )
        bounds |= given
    plain = write_type(hint.__origin__, where)
    return {"constrained": plain, "by": bounds} if bounds else plain


def _are_bounds(bounds: dict[Any, Any]) -> bool:
    known = bounds and bounds.keys() <= set(_CONSTRAINTS)
    return bool(known) and all(type(bound) in (int, float) for bound in bounds.values())


def _read_generic(origin: Any, items: list[Any], allowed: Collection[str], where: str) -> Any:
    arguments = tuple(read_type(item, allowed, where) for item in items)
    generic = read_type(origin, allowed, where)
    if generic is not type and not hasattr(generic, "__class_getitem__"):  # of an Enum, brackets would look up a member
        raise InvalidWorkflow(where=where, problem=f"{type_name(generic)} takes no arguments")
    try:
        return generic[arguments if len(arguments) > 1 else arguments[0]]
    except TypeError as error:
        raise InvalidWorkflow(where=where, problem=f"{type_name(generic)} takes no such arguments: {error}") from None


def _write_literal(value: Any, where: str) -> Any:
    from compound.workflow.constants import write_constant

    return write_constant(value, where)


def _read_literal(data: Any, allowed: Collection[str], where: str) -> Any:
    from compound.workflow.constants import read_constant

    value = read_constant(data, allowed, where)
    if not isinstance(value, str | bytes | int | None):
        raise InvalidWorkflow(where=where, problem=f"{summarise(data)} cannot stand in a literal type")
    return value
