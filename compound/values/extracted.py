"""Typed data read out of a text, each field with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

from compound.values.check import Check
from compound.values.frozen import PlainJson, ReadOnly
from compound.values.geometry import Box
from compound.values.text import PageNumber
from compound.values.value import Confidence, Value

T = TypeVar("T")


class FieldValue(Value):
    """One field: the value found, how sure it is, and where it stood."""

    value: Annotated[Any, PlainJson]
    """None, bool, int, finite float, str, or tuples and read-only mappings of these: what JSON can say of the value."""

    confidence: Confidence

    page: PageNumber | None = None
    """The page it was found on, when the source has pages."""

    box: Box | None = None
    """The place on that page, in pixels of its image."""


class Extracted(Value, Generic[T]):
    """A `T`, filled from a text as far as it went."""

    value: T | None
    """The whole, or None when a required field was not found."""

    fields: Annotated[Mapping[str, FieldValue], ReadOnly]
    """What was found, by the field's name. Read-only."""

    missing: tuple[str, ...] = ()
    """Fields that were not found."""

    checks: tuple[Check, ...] = ()
    """Cross-checks that could be made, passed or not."""
