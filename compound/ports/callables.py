"""How a callable type may be called."""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any, NamedTuple

from compound.ports.hints import unpack
from compound.ports.members import variables
from compound.ports.substitution import substitute


class CallShape(NamedTuple):
    """The positional parameters of a call, None when any will do, how many must be given, and the result."""

    takes: tuple[Any, ...] | None
    required: int
    returns: Any


def call_shape(hint: Any) -> CallShape | None:
    """How values of type `hint` are called, None when they are not callable."""
    origin, arguments = unpack(hint)
    if origin is Callable:
        takes, returns = arguments or (..., Any)
        return CallShape(tuple(takes), len(takes), returns) if isinstance(takes, list) else CallShape(None, 0, returns)
    if origin is type:
        return CallShape(None, 0, arguments[0] if arguments else Any)
    # Asked of the classes one by one, as every class object can itself be called.
    methods = (vars(ancestor).get("__call__") for ancestor in getattr(origin, "__mro__", ()))
    method = next(filter(None, methods), None)
    return None if method is None else _of_method(method, dict(zip(variables(origin), arguments, strict=False)))


def _of_method(method: Any, bindings: dict[Any, Any]) -> CallShape:
    import inspect

    try:
        _, *parameters = inspect.signature(method).parameters.values()
        hints = typing.get_type_hints(method)
    except (ValueError, TypeError, NameError):
        return CallShape(None, 0, Any)
    returns = substitute(hints.get("return", Any), bindings)
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return CallShape(None, 0, returns)
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    takes = tuple(substitute(hints.get(parameter.name, Any), bindings) for parameter in positional)
    given = (parameter for parameter in parameters if parameter.kind is not parameter.VAR_KEYWORD)
    return CallShape(takes, sum(parameter.default is parameter.empty for parameter in given), returns)
