"""A run of fifty nodes, eight of which act, and a ledger of what was called and what was done to the world."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from compound import each, node, pipeline
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


def _note(kind: str) -> None:
    handle = os.open(os.environ[LEDGER], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{kind} {current_node().node}\n".encode())
    os.close(handle)


@node
def spread(x: int) -> list[int]:
    return [10 * x, 20 * x, 30 * x, 40 * x]


@node(blocking=True)
def work(x: int) -> int:
    _note("called")
    return x + 1


@node(effect="act")
def act(x: int) -> int:
    _note("called")
    boundary()
    _note("acted")
    boundary()
    return x - 1


@node
def still(x: int) -> int:
    return x


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


@pipeline
def item(x: int) -> int:
    x = act(still(still(work(x))))
    x = act(still(still(work(x))))
    return still(still(still(work(x))))


@pipeline
def fifty(x: int) -> int:
    return total(each(item, spread(x)))
