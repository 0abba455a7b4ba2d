"""Nodes as plain data and back, side by side: the name of a node, and the settings of a class node."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from compound.errors.workflow import InvalidWorkflow, NotSerialisable, UnknownReference
from compound.modules import resolve
from compound.nodes.declaration import Declaration
from compound.nodes.with_settings import Node
from compound.workflow.constants import read_constant, write_constant


def write_node(declaration: Declaration, where: str) -> dict[str, Any]:
    """A node as data. Raises NotSerialisable for a node that nobody would find again, and for its settings."""
    settings = declaration.settings
    if not _is_found_again(declaration):
        place = "inside a function" if "<locals>" in declaration.ref else "where no module holds it by its own name"
        raise NotSerialisable(
            where=where,
            what=f"the node {declaration.name}, which is made {place},",
            mend="Define it at the top level of a module.",
        )
    if settings is None:
        return {"node": declaration.ref}
    given = {name: getattr(settings, name) for name in sorted(settings.model_fields_set)}
    written = {name: write_constant(value, f"{where}.{name}") for name, value in given.items()}
    return {"node": declaration.ref, "settings": written}


def read_node(reference: str, settings: Mapping[str, Any], allowed: Collection[str], where: str) -> Any:
    """The node that a name and settings stand for. Raises InvalidWorkflow, UnknownReference."""
    found = resolve(reference, allowed)
    if isinstance(found, type) and issubclass(found, Node):
        given = {name: read_constant(value, allowed, f"{where}.{name}") for name, value in settings.items()}
        try:
            return found(**given)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join((where, *map(str, first["loc"])))
            raise InvalidWorkflow(where=place, problem=f"the setting does not fit: {first['msg']}") from None
    if not isinstance(found, Declaration):
        raise InvalidWorkflow(where=where, problem=f"{reference!r} is not a node")
    if settings:
        raise InvalidWorkflow(where=where, problem=f"{reference!r} is a function and has no settings")
    return found


def _is_found_again(declaration: Declaration) -> bool:
    try:
        found = resolve(declaration.ref)
    except UnknownReference:
        return False
    if declaration.settings is not None:
        return found is type(declaration.settings)
    return found is declaration or (
        isinstance(found, Declaration) and found.call is declaration.call and found.policy == declaration.policy
    )
