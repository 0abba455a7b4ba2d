"""Cancels runs at random moments, has them go on, and looks at what was done twice.

python -m tests.faults.cancel [--times N] [--seed N]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from random import Random

from compound.errors import ActUncertain
from compound.journal.going_on.resuming import Resumption
from compound.journal.reading.runs import list_runs
from compound.journal.writing.recording import Recording
from compound.run.handle import Handle
from compound.run.result import Run
from tests.faults.fifty import GIVEN, OUTPUT, fifty
from tests.faults.ledger import LEDGER, read_ledger
from tests.faults.life import cache_in, journal_in

_LONG = 0.15
"""Seconds within which a run is cancelled: some end before."""


@dataclass(slots=True)
class Tally:
    """How all runs came out."""

    cancelled: int = 0
    refused: int = 0
    """Runs that would not go on, since a node may have acted."""
    done: int = 0
    wrong: int = 0


def follow(folder: Path, chance: Random, tally: Tally) -> None:
    """One run, cancelled and resumed until it has ended."""
    os.environ[LEDGER] = str(folder / "ledger")
    journal, cache = journal_in(folder), cache_in(folder)
    run = _interrupted(fifty.using(memory=Recording(journal, cache)).start(GIVEN), chance)
    while run.status == "cancelled":
        tally.cancelled += 1
        try:
            resumption = Resumption(journal, list_runs(journal, 1)[0].id, fifty, cache=cache)
        except ActUncertain:
            tally.refused += 1
            break
        run = _interrupted(resumption.start(), chance)
    tally.done += run.ok
    tally.wrong += (run.ok and run.output != OUTPUT) or max(read_ledger().acted.values(), default=0) > 1
    journal.close()


def _interrupted(handle: Handle[int], chance: Random) -> Run[int]:
    timer = threading.Timer(chance.random() * _LONG, handle.cancel)
    timer.start()
    run = handle.run()
    timer.cancel()
    return run


def main() -> int:
    """Prints what came of all runs; 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1000, help="how many cancellations, at least")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    options = parser.parse_args()
    chance, tally = Random(options.seed), Tally()
    while tally.cancelled < options.times:
        with tempfile.TemporaryDirectory() as folder:
            follow(Path(folder), chance, tally)
    print(tally)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
