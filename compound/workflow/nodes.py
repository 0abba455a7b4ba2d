"""Nodes as plain data and back, side by side: the name of a node, and the settings of a class node."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from compound.errors.declare import InvalidPolicy
from compound.errors.workflow import InvalidWorkflow, NotSerialisable, UnknownReference
from compound.modules import resolve
from compound.nodes.declaration import Declaration
from compound.nodes.with_settings import Node
from compound.workflow.constants import read_constant, write_constant
from compound.workflow.forms import NodeStep


def write_node(declaration: Declaration, where: str) -> dict[str, Any]:
    """A node as data. Raises NotSerialisable for a node that nobody would find again, and for its settings."""
    settings = declaration.settings
    found = _found_again(declaration)
    if found is None:
        place = "inside a function" if "<locals>" in declaration.ref else "where no module holds it by its own name"
        raise NotSerialisable(
            where=where,
            what=f"the node {declaration.name}, which is made {place},",
            mend="Define it at the top level of a module.",
        )
    changes = declaration.policy.changes(found.policy)
    policy = {"policy": write_all(changes, f"{where}.policy")} if changes else {}
    if settings is None:
        return {"node": declaration.ref, **policy}
    given = {name: getattr(settings, name) for name in sorted(settings.model_fields_set)}
    return {"node": declaration.ref, "settings": write_all(given, where), **policy}


def write_all(values: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Values by name as data. Raises NotSerialisable, naming the one that is none."""
    return {name: write_constant(value, f"{where}.{name}") for name, value in values.items()}


def read_node(step: NodeStep, allowed: Collection[str]) -> Any:
    """The node of a step, with its settings and policy. Raises InvalidWorkflow, UnknownReference."""
    node = _read_settled(step.node, step.settings, allowed, step.id)
    if not step.policy:
        return node
    policy = {name: read_constant(value, allowed, f"{step.id}.policy.{name}") for name, value in step.policy.items()}
    try:
        return node.with_policy(**policy)
    except InvalidPolicy as error:
        raise InvalidWorkflow(where=f"{step.id}.policy", problem=error.message) from None


def _read_settled(reference: str, settings: Mapping[str, Any], allowed: Collection[str], where: str) -> Any:
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


def _found_again(declaration: Declaration) -> Any:
    """The node class or the function's declaration that the reference leads to, if it is of this node."""
    try:
        found = resolve(declaration.ref)
    except UnknownReference:
        return None
    if declaration.settings is not None:
        return found if found is type(declaration.settings) else None
    return found if isinstance(found, Declaration) and found.call is declaration.call else None
