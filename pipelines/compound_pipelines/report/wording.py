"""Numbers and names as people read them."""

from __future__ import annotations

import json
import re
from pprint import pformat
from typing import Any

from markupsafe import Markup
from pydantic_core import to_jsonable_python

from compound.values.frozen import thaw

_ILLEGIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


def legible(value: Any) -> str:
    """The value as text, with a sign in place of what would hide or reorder the words around it, or is not Unicode.

    These are control characters, overrides of the writing direction, tags, which are letters that are never drawn, and
    halves of surrogate pairs, which names of files may hold. Markup stays markup.
    """
    return value if isinstance(value, Markup) else _ILLEGIBLE.sub("\N{REPLACEMENT CHARACTER}", str(value))


def percent(share: float) -> str:
    """A share of 0 to 1 as `86 %`."""
    return f"{share:.0%}"


def counted(number: int, thing: str) -> str:
    """`1 row`, `1,200 rows`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def words(name: str) -> str:
    """`invoice_number` as `Invoice number`."""
    spaced = name.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def shortened(text: str, most: int) -> str:
    """The text, or of more than `most` characters the first and the last of them around an ellipsis.

    A path is known by its end, and nobody reads a word of ten thousand letters.
    """
    if len(text) <= most:
        return text
    tail = most // 3
    return f"{text[: most - tail]} … {text[-tail:]}"


def as_json(value: Any) -> str:
    """Any value as indented JSON, in which parts that have no such form are described; else as Python writes it."""
    try:
        plain = to_jsonable_python(value, fallback=repr, bytes_mode="base64", inf_nan_mode="strings")
    except ValueError:
        # A value that holds itself, say.
        return pformat(value)
    return json.dumps(plain, indent=2, ensure_ascii=False)


def as_text(value: Any) -> str:
    """A field's value: a string as it is, None as a dash, anything else as JSON on one line."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(thaw(value), ensure_ascii=False)
