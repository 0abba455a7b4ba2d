"""A value in a few words, for messages: never the code of the value's own class, never its whole content."""

from __future__ import annotations

from typing import Any

from compound.ports.naming import type_name

_LONGEST = 40
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
    if kind in (str, bytes):
        shown = repr(value) if len(value) <= _LONGEST else f"{value[:_LONGEST]!r}… of length {len(value)}"
        return f"{shown} ({kind.__name__})"
    if kind in (int, float, complex):
        return f"{_number(value)} ({kind.__name__})"
    if kind in _CONTAINERS:
        return f"{_article(kind.__name__)} of {len(value)} {'item' if len(value) == 1 else 'items'}"
    if isinstance(value, type):
        return f"the class {type_name(value)}"
    if kind.__module__.partition(".")[0] in ("numpy", "torch") and kind.__name__ in ("ndarray", "Tensor"):
        return f"{_article(kind.__name__)} of shape {tuple(value.shape)} and dtype {value.dtype}"
    return _article(type_name(kind))


def _number(value: Any) -> str:
    # The repr of a huge integer is refused by Python, and useless in a message.
    return (
        f"a number of {value.bit_length()} bits" if isinstance(value, int) and value.bit_length() > 99 else repr(value)
    )


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"
