"""A value on a few lines, for whoever has to decide about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from itertools import islice
from typing import Any

from compound.ports.summary import summarise
from compound.seeing.reading import fields_missing, fields_read
from compound.seeing.text import clipped

WIDTH = 100
"""Cells of a line."""
LINES = 12


def preview(value: Any, lines: int = LINES) -> str:
    """The value in a few words; where it has fields or entries, or such were read, the first of these, one a line."""
    parts = _told(value)
    shown = [f"  {clipped(f'{name}: {part}', WIDTH)}" for name, part in islice(parts.items(), lines)]
    more = [f"  and {len(parts) - lines} more"] if len(parts) > lines else []
    return "\n".join([clipped(summarise(value), WIDTH), *shown, *more])


def _told(value: Any) -> dict[str, str]:
    read = fields_read(value)
    if read is None:
        return {name: summarise(part) for name, part in _parts(value).items()}
    found = {name: f"{summarise(field.value)}, {field.confidence:.0%} sure" for name, field in read.items()}
    return found | dict.fromkeys(fields_missing(value), "not found")


def _parts(value: Any) -> dict[str, Any]:
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
