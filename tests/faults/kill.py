"""Kills runs at every boundary of their journal, has them go on, and looks at what was done twice.

    python -m tests.faults.kill [--models] [--kills N] [--cold N] [--seed N]

Each trial is a run of fifty nodes in a process forked from this one, which is warm, or in a fresh interpreter. It is
killed at a boundary of its journal or of an act, goes on in another process, perhaps is killed again, until it has
ended. `--models` takes nodes with the default models, which this process has loaded, in a single thread.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

from compound.journal.reading.runs import details, list_runs
from tests.faults.life import Life, forked, fresh, journal_in
from tests.faults.subject import subject
from tests.faults.trial import Trial


@dataclass(frozen=True, slots=True)
class Campaign:
    """Trials of one kind."""

    subject: str
    start: Callable[[Life], bool]
    folder: Path
    chance: Random

    def trials(self, kills: int) -> tuple[int, list[Trial]]:
        """How many boundaries a run has, and trials with so many kills at least.

        Each begins with a kill at the next boundary: of all of them, or of as many as there are kills, evenly spread.
        """
        whole = self._life("whole", 1)
        self.start(whole)
        journal, count = journal_in(whole.folder), whole.passed()
        output = details(journal, list_runs(journal, 1)[0].id).output
        assert output is not None
        trials: list[Trial] = []
        stride = max(1, count // kills)
        while sum(one.deaths for one in trials) < kills or len(trials) * stride < count:
            life = self._life(str(len(trials)), self.chance.choice((1, 4)))
            trials.append(Trial(life, output, self.start))
            later = [self.chance.randrange(1, count) for _ in range(self.chance.randrange(3))]
            trials[-1].go_through([(len(trials) - 1) * stride % count + 1, *later])
        return count, trials

    def _life(self, name: str, window: int) -> Life:
        (self.folder / name).mkdir()
        return Life(self.subject, self.folder / name, window)


def run(campaign: Campaign, kills: int) -> list[str]:
    """Prints what came of a campaign; what was wrong."""
    began = monotonic()
    count, trials = campaign.trials(kills)
    wrong = [what for one in trials for what in one.wrong]
    print(
        f"{campaign.start.__name__}: {sum(one.deaths for one in trials)} kills at {count} boundaries in "
        f"{len(trials)} runs of {campaign.subject}, {monotonic() - began:.0f} s; "
        f"{sum(one.refused for one in trials)} times a run refused to repeat what may have acted, "
        f"{sum(one.left for one in trials)} of them for good; {len(wrong)} faults",
        *wrong,
        sep="\n",
    )
    return wrong


def main() -> int:
    """Prints what came of all trials; 1 when something was wrong."""
    options = _options()
    name = "slips" if options.models else "fifty"
    subject(name).warm()
    wrong = []
    for start, kills in ((forked, options.kills), (fresh, options.cold)):
        if kills:
            with tempfile.TemporaryDirectory() as folder:
                wrong += run(Campaign(name, start, Path(folder), Random(options.seed)), kills)
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="processes forked from a warm one that are killed")
    parser.add_argument("--cold", type=int, default=0, help="fresh interpreters that are killed")
    parser.add_argument("--models", action="store_true", help="with the default models, which must be fetched")
    parser.add_argument("--seed", type=int, default=0, help="of the boundaries at which runs are killed again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
