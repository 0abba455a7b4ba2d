"""Words for keys, times and texts in lines for people."""

from __future__ import annotations

from datetime import datetime

SHORT = 16
"""Digits of an id or a key that are shown: the time of a run in milliseconds, and some to tell it from others."""

_LONGEST = 100
"""Characters of a text that are shown."""


def clock(seconds: float) -> str:
    """A moment, in seconds since 1970, in local time."""
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M:%S}"


def one_line(text: str) -> str:
    """A text that stays on its line: not too long, and without signs that move the cursor or turn the writing."""
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in shown)


def counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
