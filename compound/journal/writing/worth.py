"""Which values the journal keeps, so that a run that goes on need not compute them again."""

from __future__ import annotations

from typing import Any

_SMALL = 1 << 20
"""Bytes that are always worth keeping."""
_PACE = 100e6
"""Bytes a second that a disk surely takes, encoding and checking included."""


def worth_keeping(value: Any, seconds: float) -> bool:
    """Whether keeping the result of a pure node takes less than computing it again did."""
    size = _size(value)
    return size <= _SMALL or seconds >= size / _PACE


def _size(value: Any) -> int:
    """Bytes of the arrays and pictures that the value is, or is a list of; anything else is small."""
    if isinstance(value, list | tuple):
        return sum(getattr(part, "nbytes", 0) for part in value)
    size = getattr(value, "nbytes", 0)
    return size if isinstance(size, int) else 0
