"""Dying at a boundary: every place where what is on disk, or in the world, has just changed or is about to."""

from __future__ import annotations

import os
import signal
from typing import Any

from sqlalchemy import Connection

from compound.journal.writing.group import Group

_left: list[int] = []


def boundary() -> None:
    """Kills this process, without a last word, when its turn has come."""
    if _left:
        _left[0] -= 1
        if not _left[0]:
            os.kill(os.getpid(), signal.SIGKILL)


def die_at(number: int) -> None:
    """From now on this process has boundaries around every commit, and dies at the one of this number, from 1."""
    _left[:] = [number]
    _surround(Group, "commit")
    _surround(Connection, "commit")


def passed(number: int) -> int:
    """How many boundaries there were so far, for a process that was to die at this number."""
    return number - _left[0]


def _surround(owner: type, name: str) -> None:
    made = getattr(owner, name)

    def surrounded(*args: Any) -> None:
        boundary()
        made(*args)
        boundary()

    setattr(owner, name, surrounded)
