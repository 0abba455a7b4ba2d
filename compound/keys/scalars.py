"""Parts of values that hold no others."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from compound.keys.spelling import named, part

_NAN = b"float:" + struct.pack("<d", math.nan)
_pack = struct.Struct("<d").pack


def _float(value: float) -> bytes:
    """By its bits, so that 0.0 and -0.0 differ; every NaN is the same, since Python shows no difference."""
    return b"float:" + _pack(value) if value == value else _NAN


def _complex(value: complex) -> bytes:
    return part(b"complex", _float(value.real) + _float(value.imag))


def _text(value: str) -> bytes:
    return part(b"str", value.encode("utf-8", "surrogatepass"))


def _moment(tag: bytes) -> Callable[[datetime | time], bytes]:
    def spell(value: datetime | time) -> bytes:
        naive = value.replace(tzinfo=None).isoformat().encode()
        return part(tag, b"%d%b%b" % (value.fold, _zone(value.tzinfo), naive))

    return spell


def _zone(zone: tzinfo | None) -> bytes:
    """A zone counts by its name, one without by its offset; raises TypeError for a zone of another kind."""
    if zone is None:
        return b"naive:"
    if type(zone) is ZoneInfo and zone.key is not None:
        return part(b"zone", zone.key.encode())
    if type(zone) is timezone:
        return part(b"offset", str(zone.utcoffset(None)).encode())
    raise TypeError(f"a time zone of type {type(zone).__name__} says neither its name nor one offset")


PLAIN: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda _: b"none:",
    bool: lambda value: b"true:" if value else b"false:",
    int: lambda value: b"int:%x;" % value,
    float: _float,
    str: _text,
    bytes: lambda value: part(b"bytes", value),
}
"""Those that most data is made of, by exact type. None of these raises anything, and none of the values changes."""

SCALARS: dict[type, Callable[[Any], bytes]] = {
    **PLAIN,
    type(...): lambda _: b"ellipsis:",
    complex: _complex,
    bytearray: lambda value: part(b"bytearray", bytes(value)),
    # `Decimal("1.0")` equals `Decimal("1")`, but prints and quantizes otherwise.
    Decimal: lambda value: part(b"decimal", str(value).encode()),
    Fraction: lambda value: b"fraction:%x/%x;" % (value.numerator, value.denominator),
    date: lambda value: part(b"date", value.isoformat().encode()),
    datetime: _moment(b"datetime"),
    time: _moment(b"time"),
    timedelta: lambda value: b"timedelta:%d %d %d;" % (value.days, value.seconds, value.microseconds),
    type(UTC): lambda value: part(b"tz", _zone(value)),
    ZoneInfo: lambda value: part(b"tz", _zone(value)),
    UUID: lambda value: b"uuid:" + value.bytes,
    range: lambda value: b"range:%x,%x,%x;" % (value.start, value.stop, value.step),
}
"""By exact type: a subclass may mean anything."""


def path(value: PurePath) -> bytes:
    """A path as it is written; what lies there does not count."""
    return named(type(value)) + _text(str(value))
