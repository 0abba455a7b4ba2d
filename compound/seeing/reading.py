"""Records of fields that were read out of something, known by what they offer and not by their class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def fields_read(value: Any) -> Mapping[str, Any] | None:
    """The fields of an `Extracted`, or of a report that holds one, by name; each has a `value` and a `confidence`."""
    for holder in _holders(value):
        fields = holder.fields
        if isinstance(fields, Mapping) and all(map(_is_field, fields.values())):
            return fields
    return None


def fields_missing(value: Any) -> tuple[str, ...]:
    """The names of those that were not found."""
    return tuple(str(name) for holder in _holders(value) for name in getattr(holder, "missing", ()))


def _holders(value: Any) -> Iterable[Any]:
    held = getattr(value, "fields", None)
    return [holder for holder in (value, held) if hasattr(holder, "fields")]


def _is_field(field: Any) -> bool:
    return hasattr(field, "value") and isinstance(getattr(field, "confidence", None), float)
