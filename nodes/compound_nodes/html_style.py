"""Whether an inline style takes an element out of sight."""

from __future__ import annotations

import re

NUMBER = re.compile(r"-?\d*\.?\d+")
WHITE = frozenset(("white", "#fff", "#ffffff", "rgb(255,255,255)", "transparent"))
FAINTEST = 0.1
"""Opacity below which people overlook text."""
SMALLEST = 2.0
"""Pixels or points of a font."""
SMALLEST_PART = 0.05
"""Of the surrounding font, in any other unit; percentages are told from zero alone."""
FAR_OUT = -500.0
"""Pixels; text so far left of or above its place is beyond the edge of any window."""


def hides(style: str) -> bool:
    """Whether text of this style cannot be seen on a white page. White letters count unless on a background."""
    if not style:
        return False
    pairs = (declaration.partition(":") for declaration in style.lower().split(";"))
    rules = {name.strip(): value.replace("!important", "").replace(" ", "") for name, _, value in pairs}
    return (
        rules.get("display") == "none"
        or rules.get("visibility") in ("hidden", "collapse")
        or _number(rules.get("opacity", ""), 1.0) < FAINTEST
        or _is_tiny(rules.get("font-size", ""))
        or (rules.get("color") in WHITE and not any(name.startswith("background") for name in rules))
        or any(_number(rules.get(name, ""), 0.0) < FAR_OUT for name in ("left", "top", "text-indent", "margin-left"))
    )


def _is_tiny(size: str) -> bool:
    return _number(size, 16.0) < (SMALLEST if size.endswith(("px", "pt")) else SMALLEST_PART)


def _number(value: str, otherwise: float) -> float:
    found = NUMBER.match(value)
    return float(found[0]) if found else otherwise
