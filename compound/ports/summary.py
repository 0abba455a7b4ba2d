"""A value in a few words, for messages: never the code of the value's own class, never its whole content."""

from __future__ import annotations

from typing import Any

from compound.ports.naming import type_name

_LONGEST = 40
_ARRAYS = {"ndarray": "an array", "Tensor": "a tensor"}
_ATOMS = (str, bytes, int, float, complex)
_CONTAINERS = (list, tuple, dict, set, frozenset)


class Missing:
    """What stands for a field that is declared and not there."""


MISSING = Missing()


def summarise(value: Any) -> str:
    """One short phrase: atoms are shown, containers counted, arrays given by shape and dtype, the rest by class."""
    kind = type(value)
    if value is MISSING:
        return "nothing: it is missing"
    if value is None or kind is bool:
        return repr(value)
    if kind in _ATOMS:
        return f"{label(value)} ({kind.__name__})"
    if kind in _CONTAINERS:
        return f"{_article(kind.__name__)} of {len(value)} {'item' if len(value) == 1 else 'items'}"
    if isinstance(value, type):
        return f"the class {type_name(value)}"
    if kind.__module__.partition(".")[0] in ("numpy", "torch") and kind.__name__ in _ARRAYS:
        return f"{_ARRAYS[kind.__name__]} of shape {tuple(value.shape)} and dtype {value.dtype}"
    return _article(type_name(kind))


def label(value: Any) -> str:
    """`value` alone where it is an atom, as in the path to an entry of a dictionary."""
    if type(value) in (str, bytes):
        return repr(value) if len(value) <= _LONGEST else f"{value[:_LONGEST]!r}… of length {len(value)}"
    return _number(value) if type(value) in _ATOMS else summarise(value)


def _number(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > _LONGEST * 3:
        # Python refuses to print a huge integer.
        return f"a number of {value.bit_length()} bits"
    return repr(value)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"
