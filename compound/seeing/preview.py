"""A value on a few lines, for whoever has to decide about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from itertools import islice
from typing import Any

from compound.ports.summary import summarise
from compound.seeing.text import clipped

WIDTH = 100
"""Cells of a line."""
LINES = 12


def preview(value: Any, lines: int = LINES) -> str:
    """The value in a few words, and where it has fields or entries, the first of these, one a line."""
    parts = parts_of(value)
    shown = [f"  {clipped(f'{name}: {summarise(part)}', WIDTH)}" for name, part in islice(parts.items(), lines)]
    more = [f"  and {len(parts) - lines} more"] if len(parts) > lines else []
    return "\n".join([clipped(summarise(value), WIDTH), *shown, *more])


def parts_of(value: Any) -> dict[str, Any]:
    """Fields of a record, entries of a mapping; nothing for anything else."""
    if isinstance(value, Mapping):
        return {str(name): part for name, part in value.items()}
    fields = getattr(type(value), "model_fields", None)
    if isinstance(fields, Mapping):
        names = list(fields)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
    else:
        names = list(getattr(type(value), "_fields", ()))
    return {name: getattr(value, name) for name in names if hasattr(value, name)}
