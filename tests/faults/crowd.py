"""Several processes that run the same work at once, on one journal and one cache."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from time import sleep

from compound import each, node, pipeline
from compound.journal.writing.recording import Recording
from tests.faults.ledger import note
from tests.faults.life import cache_in, journal_in

KEYS = 24
"""Numbers that the runs draw from: of each, two answers are worth keeping."""
_RUNS, _ITEMS = 4, 10
_WORK = """
import sys
from pathlib import Path
from tests.faults.crowd import work
work(Path(sys.argv[1]), int(sys.argv[2]))
"""


@node(blocking=True)
def square(x: int) -> int:
    note("computed", f"square-{x}")
    sleep(0.01)
    return x * x


@node(blocking=True)
def spell(x: int) -> str:
    note("computed", f"spell-{x}")
    return f"{x} " * 20_000


@node
def both(squared: int, spelt: str) -> int:
    return squared + len(spelt)


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


@pipeline
def one(x: int) -> int:
    return both(square(x), spell(x))


@pipeline
def crowd(numbers: list[int]) -> int:
    return total(each(one, numbers))


def drawn(seed: int) -> list[list[int]]:
    """What the process of this seed runs `crowd` on."""
    chance = Random(seed)
    return [chance.choices(range(KEYS), k=_ITEMS) for _ in range(_RUNS)]


def expected(numbers: list[int]) -> int:
    """What `crowd` gives for these."""
    return sum(x * x + len(f"{x} ") * 20_000 for x in numbers)


def work(folder: Path, seed: int) -> None:
    """Runs that overlap with those of others."""
    journal, cache = journal_in(folder), cache_in(folder)
    for numbers in drawn(seed):
        assert crowd.using(memory=Recording(journal, cache), window=4)(numbers) == expected(numbers)
        print("run", flush=True)
    journal.close()


def started(folder: Path, seed: int) -> subprocess.Popen[str]:
    """A process that does so; a warning is a failure."""
    command = [sys.executable, "-W", "error", "-c", _WORK, str(folder), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
