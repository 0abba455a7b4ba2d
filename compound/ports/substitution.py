"""The type variables of a hint, and hints with their variables replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar


def free(hint: Any) -> tuple[TypeVar, ...]:
    """The type variables that `hint` leaves open, in order of first use.

    A bare generic class leaves none open: `Box` stands for `Box[Any]`.
    """
    if _is_bare_model(hint):
        return ()
    return tuple(variable for variable in replaceable(hint) if isinstance(variable, TypeVar))


def replaceable(hint: Any) -> tuple[Any, ...]:
    """The variables that `substitute` can replace.

    Those of a bare pydantic model are among them, though it leaves none open: for `Box[T]`, where T is the variable
    that Box itself declares, pydantic gives back Box.
    """
    if isinstance(hint, TypeVar):
        return (hint,)
    if isinstance(hint, type) and not hasattr(hint, "__origin__"):
        generic = getattr(hint, "__pydantic_generic_metadata__", None)
        return tuple(generic["parameters"]) if generic else ()
    return tuple(getattr(hint, "__parameters__", ()))


def substitute(hint: Any, bindings: Mapping[TypeVar, Any]) -> Any:
    """`hint` with each variable of `bindings` replaced; variables that are not bound stay."""
    if isinstance(hint, TypeVar):
        return bindings.get(hint, hint)
    variables = replaceable(hint)
    if not any(variable in bindings for variable in variables):
        return hint
    return hint[tuple(bindings.get(variable, variable) for variable in variables)]


def _is_bare_model(hint: Any) -> bool:
    generic = getattr(hint, "__pydantic_generic_metadata__", None) if isinstance(hint, type) else None
    return generic is not None and generic["origin"] is None
