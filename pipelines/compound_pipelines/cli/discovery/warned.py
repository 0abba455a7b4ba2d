"""What is wrong with a pack is said in a line, not with the place in the code that found it."""

from __future__ import annotations

import warnings
from typing import Any

import typer


def say_warnings_plainly() -> None:
    """From now on a warning of this process is one message on the error stream."""
    warnings.showwarning = _say


def _say(message: Warning | str, *_: Any, **__: Any) -> None:
    typer.echo(f"warning: {message}", err=True)
