"""Numbers and names as people read them."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import to_jsonable_python


def duration(seconds: float) -> str:
    """`0.4 ms`, `95 ms`, `18.5 s` or `3 min 20 s`."""
    if seconds < 0.001:
        return "< 1 ms"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def percent(share: float) -> str:
    """A share of 0 to 1 as `86 %`."""
    return f"{share:.0%}"


def words(name: str) -> str:
    """`invoice_number` as `Invoice number`."""
    spaced = name.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def as_json(value: Any) -> str:
    """Any value as indented JSON; what has no such form is described."""
    plain = to_jsonable_python(value, fallback=repr, bytes_mode="base64", inf_nan_mode="strings")
    return json.dumps(plain, indent=2, ensure_ascii=False)


def as_text(value: Any) -> str:
    """A field's value: a string as it is, None as a dash, anything else as JSON on one line."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(to_jsonable_python(value), ensure_ascii=False)
