"""Types as plain data and back, side by side.

A class is its reference; a generic, union, literal or tuple is an object with one key that says which. A model class
in a node's settings carries its JSON Schema too, so that a worker that cannot import it still gets the same fields.
"""

from __future__ import annotations

import typing
from collections.abc import Collection
from types import NoneType, UnionType
from typing import Any

from compound.errors.workflow import InvalidWorkflow, NotSerialisable
from compound.modules import resolve
from compound.nodes.declaration import reference
from compound.ports.naming import type_name

_PLAIN: dict[str, Any] = {
    "int": int, "float": float, "complex": complex, "str": str, "bytes": bytes, "bool": bool, "None": NoneType,
    "object": object, "Any": Any, "list": list, "tuple": tuple, "dict": dict, "set": set, "frozenset": frozenset,
}  # fmt: skip
_NAMES = {hint: name for name, hint in _PLAIN.items()}


def write_type(hint: Any, where: str) -> Any:
    """A type as data. Raises NotSerialisable for local classes and for what has no name."""
    if hint is None:
        return "None"
    if isinstance(hint, type | typing._SpecialForm) and hint in _NAMES and not typing.get_args(hint):
        return _NAMES[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        return {"union": [write_type(member, where) for member in arguments]}
    if origin is typing.Literal:
        return {"literal": list(arguments)}
    if origin is typing.Annotated:
        return write_type(arguments[0], where)
    if origin is tuple and arguments[-1:] == (Ellipsis,):
        return {"tuple of": write_type(arguments[0], where)}
    pydantic = getattr(hint, "__pydantic_generic_metadata__", None)
    if pydantic and pydantic["origin"]:
        origin, arguments = pydantic["origin"], pydantic["args"]
    if origin is not None:
        return {"generic": write_type(origin, where), "of": [write_type(a, where) for a in arguments]}
    if isinstance(hint, type) and "<locals>" not in hint.__qualname__:
        return reference(hint)
    raise NotSerialisable(
        where=where, what=f"the type {type_name(hint)}", mend="Define it at the top level of a module."
    )


def read_type(data: Any, allowed: Collection[str], where: str) -> Any:
    """The type that data stands for. Raises InvalidWorkflow, UnknownReference."""
    if isinstance(data, str):
        found = _PLAIN[data] if data in _PLAIN else resolve(data, allowed)
        if data not in _PLAIN and not isinstance(found, type):
            raise InvalidWorkflow(where=where, problem=f"{data!r} is not a type")
        return found
    match data:
        case {"union": [_, *_] as members}:
            return typing.Union[tuple(read_type(member, allowed, where) for member in members)]  # noqa: UP007
        case {"literal": [_, *_] as values}:
            return typing.Literal[tuple(values)]
        case {"tuple of": item}:
            return tuple[read_type(item, allowed, where), ...]  # type: ignore[misc]
        case {"generic": origin, "of": [_, *_] as items}:
            arguments = tuple(read_type(item, allowed, where) for item in items)
            return read_type(origin, allowed, where)[arguments if len(arguments) > 1 else arguments[0]]
    raise InvalidWorkflow(where=where, problem=f"{data!r} does not describe a type")
