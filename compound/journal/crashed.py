"""Runs whose process ended before they did."""

from __future__ import annotations

import json
from dataclasses import asdict
from time import time

from sqlalchemy import Engine, select, update

from compound.journal.process import Process, is_gone, this_process
from compound.journal.tables import runs


def mark_crashed(engine: Engine) -> tuple[str, ...]:
    """Marks runs that are not running any more, and gives their ids. Runs on other machines are left alone."""
    here = this_process()
    with engine.connect() as connection:
        asked = select(runs.c.id, runs.c.process).where(runs.c.status == "running")
        gone = [row for row in connection.execute(asked) if _is_gone(row.process, here)]
    if gone:
        with engine.begin() as connection:
            for run, process in gone:
                # One that went on meanwhile, in another process, is not as it was read.
                same = (runs.c.id == run) & (runs.c.status == "running") & (runs.c.process == process)
                connection.execute(update(runs).where(same).values(status="crashed", ended=time()))
    return tuple(row.id for row in gone)


def _is_gone(process: str, here: Process) -> bool:
    try:
        return is_gone(from_text(process), here)
    except (ValueError, TypeError):  # an edited row, which names no process that could still be at it
        return True


def as_text(process: Process) -> str:
    """A process as the table has it."""
    return json.dumps(asdict(process))


def from_text(text: str) -> Process:
    """Takes `as_text` back."""
    return Process(**json.loads(text))
