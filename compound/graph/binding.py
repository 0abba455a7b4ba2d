"""Arguments of a call, bound to the ports of a node by the rules of Python's own calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from compound.errors.build import (
    ConstantMismatch,
    DoubledInput,
    MissingInput,
    ResultMismatch,
    StraySymbol,
    UnknownInput,
)
from compound.graph.symbol import Symbol
from compound.ports.naming import type_name
from compound.ports.signature import EMPTY, Port

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration

Bound = list[tuple[Port, Any]]
RETURN = "return"
"""The port that the result of a pipeline goes into; no parameter can have this name."""


def bind(declaration: Declaration, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Bound:
    """Pairs of port and argument in the order of the ports; ports left to their default at the end are left out.

    A default in the middle of positional ports is filled in, since what comes after it needs its place.
    Raises MissingInput, DoubledInput, UnknownInput.
    """
    signature = declaration.signature
    name = declaration.name
    given = dict(kwargs)
    positional = [port for port in signature.inputs if not port.keyword]
    bound: Bound = []
    rest = list(args)
    for port in positional:
        if port.many:
            bound += [(port, value) for value in rest]
            rest = []
        elif rest:
            if port.name in given:
                raise DoubledInput(node=name, port=port.name)
            bound.append((port, rest.pop(0)))
        else:
            bound.append((port, given.pop(port.name, EMPTY)))
    if rest:
        raise UnknownInput(
            node=name, given=f"at position {len(args)}", known=tuple(port.name for port in signature.inputs)
        )
    keywords = [(port, given.pop(port.name, EMPTY)) for port in signature.inputs if port.keyword]
    if given:
        raise UnknownInput(
            node=name, given=f"called `{next(iter(given))}`", known=tuple(port.name for port in signature.inputs)
        )
    return _with_defaults(declaration, bound) + [
        (port, value) for port, value in keywords if not _left_out(declaration, port, value)
    ]


def _with_defaults(declaration: Declaration, bound: Bound) -> Bound:
    while bound and not bound[-1][0].many and _left_out(declaration, *bound[-1]):
        bound.pop()
    return [(port, port.default if _left_out(declaration, port, value) else value) for port, value in bound]


def _left_out(declaration: Declaration, port: Port, value: Any) -> bool:
    if value is not EMPTY:
        return False
    if port.required:
        raise missing(declaration, port)
    return True


def missing(declaration: Declaration, port: Port) -> MissingInput:
    return MissingInput(
        node=declaration.name,
        port=port.name,
        wanted=type_name(port.hint),
        signature=f"{declaration.name}{declaration.signature}",
    )


def check_constant(owner: str, port: Port, value: Any) -> None:
    """Raises ConstantMismatch when a constant does not fit the port; of a pipeline's result, ResultMismatch."""
    from compound.errors.ports import Mismatch
    from compound.nodes.checking import got

    if value is port.default or port.free:
        return
    try:
        port.checker.check(value)
    except Mismatch as mismatch:
        wanted = type_name(port.hint)
        if port.name == RETURN:
            raise ResultMismatch(pipeline=owner, wanted=wanted, problem=got(mismatch)) from None
        raise ConstantMismatch(node=owner, port=port.name, wanted=wanted, problem=got(mismatch)) from None


def check_constants(declaration: Declaration, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Binds and checks the arguments of a call outside of a pipeline."""
    for port, value in bind(declaration, args, kwargs):
        if type(value) is Symbol:
            raise StraySymbol(what=value._trace.describe(value), where=declaration.name)
        check_constant(declaration.name, port, value)
