"""What an annotation that is a string may mean besides the names of its module."""

from __future__ import annotations

import sys
from collections import ChainMap
from collections.abc import Mapping
from types import FrameType
from typing import Any


def names_around(declared: Any) -> Mapping[str, Any] | None:
    """Local names of the functions and classes in whose bodies `declared` is being declared, innermost first.

    None at the top level of a module. Asked while the declaration runs: afterwards those names are gone.
    """
    qualname = getattr(declared, "__qualname__", "")
    if "." not in qualname:
        return None
    scopes: list[Any] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        around = frame.f_code.co_qualname
        if qualname.startswith(f"{around}.") and frame.f_globals.get("__name__") == declared.__module__:
            scopes.append(frame.f_locals)
        frame = frame.f_back
    return ChainMap(*scopes)
