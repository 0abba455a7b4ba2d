"""What was called and what was done to the world, noted where a kill cannot take it back."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compound.journal.writing.remembered import RecordedFrame
from compound.run.context import current_node
from tests.faults.dying import boundary

LEDGER = "COMPOUND_FAULTS_LEDGER"


@dataclass(frozen=True, slots=True)
class Ledger:
    """How often each path was called, and acted. Each line is one write, which a kill cannot take back."""

    called: Counter[str]
    acted: Counter[str]


def read_ledger() -> Ledger:
    """What happened so far."""
    file = Path(os.environ[LEDGER])
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    said = [line.split() for line in lines]
    called, acted = (Counter(path for kind, path in said if kind == wanted) for wanted in ("called", "acted"))
    return Ledger(called, acted)


def act_now() -> None:
    """What a node does to the world."""
    boundary()
    note("acted", current_node().node)
    boundary()


def note_calls() -> None:
    """From now on this process notes each node that is not recalled: such a one is called."""
    recall = RecordedFrame.recall

    def noted(self: RecordedFrame, frame: Any, step: Any) -> Any:
        found = recall(self, frame, step)
        if found is None:
            note("called", frame.label(step))
        return found

    RecordedFrame.recall = noted  # type: ignore[method-assign]


def note(kind: str, path: str) -> None:
    """A line of what happened at this path."""
    handle = os.open(os.environ[LEDGER], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{kind} {path}\n".encode())
    os.close(handle)
