"""The type variables of a hint, and hints with their variables replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar


def free(hint: Any) -> tuple[TypeVar, ...]:
    """The type variables that `hint` leaves open, in order of first use.

    A bare generic class leaves none open: `Box` stands for `Box[Any]`.
    """
    if isinstance(hint, TypeVar):
        return (hint,)
    return tuple(variable for variable in parameters(hint) if isinstance(variable, TypeVar))


def substitute(hint: Any, bindings: Mapping[TypeVar, Any]) -> Any:
    """`hint` with each variable of `bindings` replaced; variables that are not bound stay."""
    if isinstance(hint, TypeVar):
        return bindings.get(hint, hint)
    variables = parameters(hint)
    if not any(variable in bindings for variable in variables):
        return hint
    return hint[tuple(bindings.get(variable, variable) for variable in variables)]


def parameters(hint: Any) -> tuple[Any, ...]:
    """The variables that subscribing `hint` would replace, of any sort."""
    if isinstance(hint, type) and not hasattr(hint, "__origin__"):
        # A parametrised pydantic model is a class of its own, which keeps its open variables apart.
        generic = getattr(hint, "__pydantic_generic_metadata__", None)
        return tuple(generic["parameters"]) if generic and generic["origin"] else ()
    return tuple(getattr(hint, "__parameters__", ()))
