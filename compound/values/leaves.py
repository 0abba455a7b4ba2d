"""Scalars that JSON lacks, as text: both directions of each side by side."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Leaf:
    """How values of exactly `type` are written and read."""

    kind: str
    type: type
    to_text: Callable[[Any], str]
    from_text: Callable[[str], Any]


def _duration_to_text(duration: timedelta) -> str:
    return f"{duration.days} {duration.seconds} {duration.microseconds}"


def _duration_from_text(text: str) -> timedelta:
    days, seconds, microseconds = map(int, text.split())
    return timedelta(days, seconds, microseconds)


LEAVES = (
    Leaf("float", float, repr, float),  # nan, inf and -inf; finite ones are JSON
    Leaf("complex", complex, repr, complex),
    Leaf("decimal", Decimal, str, Decimal),
    Leaf("datetime", datetime, datetime.isoformat, datetime.fromisoformat),
    Leaf("date", date, date.isoformat, date.fromisoformat),
    Leaf("time", time, time.isoformat, time.fromisoformat),
    Leaf("timedelta", timedelta, _duration_to_text, _duration_from_text),
    Leaf("uuid", UUID, str, UUID),
    Leaf("path", type(Path()), os.fspath, Path),
)
BY_TYPE = {leaf.type: leaf for leaf in LEAVES}
BY_KIND = {leaf.kind: leaf for leaf in LEAVES}
