"""How right an output is, 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from pydantic_core import to_jsonable_python

from compound.values import Extracted, Label, Text

NONE = "none"
"""The metric where nothing is expected."""


def score(output: Any, expected: Any) -> tuple[str, float]:
    """The metric that suits the output, and its value.

    `accuracy` for labels and plain values; `token F1` for text, after lower-casing and without punctuation (Rajpurkar
    et al. 2016, SQuAD); `field accuracy` for extracted fields, over those that are expected.
    """
    if isinstance(output, Label):
        return "accuracy", float(output.name == expected)
    if isinstance(output, Extracted):
        return "field accuracy", _fields(output, expected)
    if isinstance(output, Text | str):
        return "token F1", _token_f1(_tokens(str(output)), _tokens(str(expected)))
    return "accuracy", float(to_jsonable_python(output, fallback=repr) == expected)


def _fields(output: Extracted[Any], expected: dict[str, Any]) -> float:
    found = {name: to_jsonable_python(field.value) for name, field in output.fields.items()}
    right = [_alike(found.get(name), wanted) for name, wanted in expected.items()]
    return sum(right) / len(right) if right else 1.0


def _alike(found: Any, wanted: Any) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return found == wanted or _tokens(str(found)) == _tokens(str(wanted))


def _token_f1(found: list[str], wanted: list[str]) -> float:
    common = sum((Counter(found) & Counter(wanted)).values())
    total = len(found) + len(wanted)
    return 2 * common / total if total else 1.0


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
