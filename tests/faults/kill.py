"""Kills runs at every boundary of their journal, has them go on, and looks at what was done twice.

    python -m tests.faults.kill [--kills N] [--seed N]

Each trial is a run of fifty nodes in a process forked from this one, which is warm. It is killed at a boundary of its
journal or of an act, goes on in another process, perhaps is killed again, until it has ended.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from compound.errors import ActUncertain
from compound.journal.description import describe, recipes_of
from compound.journal.journal import Journal
from compound.journal.reading import details, list_runs
from compound.journal.recording import Recording
from compound.journal.resuming import Consent, Resumption
from compound.keys.value import key_of
from compound.store.blobs import Blobs
from tests.faults.dying import die_at, passed
from tests.faults.fifty import LEDGER, Ledger, fifty, read_ledger

GIVEN, OUTPUT, NODES = 3, 304, 50
_NEVER = 1 << 30


@dataclass(slots=True)
class Trial:
    """One run through all its deaths, and what was wrong with it."""

    folder: Path
    window: int = 4
    """How many of its four items are under way at once."""
    deaths: int = 0
    refused: int = 0
    """How often it would not go on by itself, since a node may have acted."""
    left: bool = False
    """Whether it was left to a person for good: a node had acted, and nobody knows what it gave."""
    wrong: list[str] = field(default_factory=list)

    def journal(self) -> Journal:
        return Journal(f"sqlite:///{self.folder / 'compound.db'}", Blobs(self.folder / "blobs"))


def trial(made: Trial, deaths: list[int]) -> Trial:
    """A run that dies at the first of these boundaries, goes on and dies at the next, and at last ends."""
    os.environ[LEDGER] = str(made.folder / "ledger")
    for number in [*deaths, _NEVER]:
        uncertain, before, committed = _uncertain(made), read_ledger(), _committed(made)
        made.refused += bool(uncertain)
        made.left = any(before.acted[path] for path in uncertain)
        if made.left:
            break
        consent = Consent(repeat=uncertain)
        made.deaths += _killed(lambda: _live(made, number, consent))  # noqa: B023 - called at once
        _look(made, before, committed)
    if not made.left:
        _look_at_end(made)
    return made


def boundaries(folder: Path) -> int:
    """How many there are in a run that is not killed."""
    os.environ[LEDGER] = str(folder / "ledger")

    def count() -> None:
        _live(Trial(folder), _NEVER, Consent())
        (folder / "count").write_text(str(passed(_NEVER)))

    _killed(count)
    return int((folder / "count").read_text())


def _live(made: Trial, number: int, consent: Consent) -> None:
    """Begins the run, or goes on with it, and dies at a boundary."""
    journal = made.journal()
    begun = list_runs(journal, 1)
    die_at(number)
    if not begun:
        fifty.using(memory=Recording(journal), window=made.window)(GIVEN)
    elif begun[0].status != "succeeded":
        Resumption(journal, begun[0].id, fifty, consent).run(window=made.window)


def _killed(work: Callable[[], None]) -> bool:
    """Does the work in a forked process; whether that was killed. Raises ChildProcessError when it failed otherwise."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nothing of the parent may run on in the child
            traceback.print_exc()
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code > 0:
        raise ChildProcessError("a process that was to be killed failed by itself")
    return code < 0


def _uncertain(made: Trial) -> frozenset[str]:
    """Paths that the run refuses to go on for."""
    journal = made.journal()
    begun = list_runs(journal, 1)
    if not begun or begun[0].status == "succeeded":
        return frozenset()
    try:
        Resumption(journal, begun[0].id, fifty)
    except ActUncertain as refused:
        return frozenset(refused.paths)
    return frozenset()


def _committed(made: Trial) -> Counter[str]:
    """How often each path is in the journal as having succeeded."""
    begun = list_runs(made.journal(), 1)
    nodes = details(made.journal(), begun[0].id).nodes if begun else ()
    return Counter(run.path for run in nodes if run.status == "succeeded")


def _look(made: Trial, before: Ledger, committed: Counter[str]) -> None:
    """Whether anything was called that had been committed before."""
    again = read_ledger().called - before.called
    made.wrong += [f"{path} was committed and called again" for path in again if committed[path]]
    made.wrong += [f"{path} acted {times} times" for path, times in read_ledger().acted.items() if times > 1]


def _look_at_end(made: Trial) -> None:
    run = list_runs(made.journal(), 1)[0]
    committed = _committed(made)
    if run.status != "succeeded" or details(made.journal(), run.id).output != key_of(OUTPUT):
        made.wrong.append(f"it ended as {run.status}, with another output")
    if len(committed) != NODES or set(committed.values()) != {1}:
        made.wrong.append(f"{len(committed)} nodes are committed, at most {max(committed.values())} times")


def main() -> int:
    """Prints what came of all trials; 1 when something was wrong."""
    options = _options()
    warm()
    chance = Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        count = boundaries(_room(folder, "whole"))
        trials: list[Trial] = []
        while sum(one.deaths for one in trials) < options.kills:
            first = len(trials) % count + 1
            later = [chance.randrange(1, count) for _ in range(chance.randrange(3))]
            made = Trial(_room(folder, str(len(trials))), window=chance.choice((1, 4)))
            trials.append(trial(made, [first, *later]))
    wrong = [what for one in trials for what in one.wrong]
    print(
        f"{sum(one.deaths for one in trials)} kills at {count} boundaries in {len(trials)} runs; "
        f"{sum(one.refused for one in trials)} times a run refused to repeat what may have acted, "
        f"{sum(one.left for one in trials)} of them for good; {len(wrong)} faults"
    )
    print(*wrong, sep="\n")
    return 1 if wrong else 0


def warm() -> None:
    """Loads and compiles all that the runs need, without starting a thread."""
    recipes_of(describe(fifty))


def _room(folder: str, name: str) -> Path:
    made = Path(folder, name)
    made.mkdir()
    return made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="how many processes are killed, at least")
    parser.add_argument("--seed", type=int, default=0, help="of the boundaries at which runs are killed again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
