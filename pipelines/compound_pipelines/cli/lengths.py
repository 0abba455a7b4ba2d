"""Lengths of time, as people write them: 15m, 2h, 1d."""

from __future__ import annotations

import re

import typer

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}


def seconds_of(text: str, option: str) -> float:
    """Seconds. Raises BadParameter, which names the option, for what is no length of time or is none at all."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhdw])", text)
    seconds = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    if not seconds:
        raise typer.BadParameter(f"{text!r} is no length of time; write it like 15m, 2h or 1d", param_hint=option)
    return seconds
