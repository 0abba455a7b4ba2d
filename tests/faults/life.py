"""One life of a run: a process in which it begins or goes on, and which is killed at a boundary."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from compound.cache.cache import Cache
from compound.journal.going_on.resuming import Consent, Resumption
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.journal.writing.description import describe, recipes_of
from compound.journal.writing.recording import Recording
from compound.store.blobs import Blobs
from tests.faults.dying import die_at, passed
from tests.faults.ledger import LEDGER, note_calls
from tests.faults.subject import subject

_FRESH = """
import sys
from pathlib import Path
from tests.faults.life import Life
subject, folder, window, death, *repeat = sys.argv[1:]
Life(subject, Path(folder), int(window), int(death), frozenset(repeat)).live()
"""
NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Life:
    """What a process does until it is killed."""

    subject: str
    """The module that the run is of."""
    folder: Path
    window: int = 4
    """How many items are under way at once."""
    death: int = NEVER
    """Number of the boundary at which it is killed, from 1."""
    repeat: frozenset[str] = frozenset()
    """Paths of nodes that may act again."""

    def live(self) -> None:
        """Begins the run, or goes on with it, and dies at a boundary or says how many there were."""
        os.environ[LEDGER] = str(self.folder / "ledger")
        found, journal, cache = subject(self.subject), journal_in(self.folder), cache_in(self.folder)
        begun = list_runs(journal, 1)
        # What the code of the nodes is has to be found out before it is made to die.
        recipes_of(describe(found.pipeline))
        note_calls()
        die_at(self.death)
        if not begun:
            found.pipeline.using(memory=Recording(journal, cache), window=self.window)(found.given())
        elif begun[0].status != "succeeded":
            Resumption(journal, begun[0].id, found.pipeline, Consent(repeat=self.repeat), cache).run(window=self.window)
        (self.folder / "passed").write_text(str(passed(self.death)))

    def passed(self) -> int:
        """How many boundaries there were; for one that was not killed."""
        return int((self.folder / "passed").read_text())


def forked(life: Life) -> bool:
    """Whether it was killed, in a process forked from this one. Raises ChildProcessError when it failed otherwise."""
    child = os.fork()
    if not child:
        try:
            life.live()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nothing of the parent may run on in the child
            traceback.print_exc()
            os._exit(1)
    return _killed(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def fresh(life: Life) -> bool:
    """The same in an interpreter of its own, which has loaded nothing before."""
    told = [life.subject, str(life.folder), str(life.window), str(life.death), *life.repeat]
    return _killed(subprocess.run([sys.executable, "-c", _FRESH, *told], check=False).returncode)


def journal_in(folder: Path) -> Journal:
    """The journal of a run that keeps all it has in this folder."""
    return Journal(f"sqlite:///{folder / 'compound.db'}", Blobs(folder / "blobs"))


def cache_in(folder: Path) -> Cache:
    """Its cache."""
    return Cache(folder / "cache.db", Blobs(folder / "blobs"))


def _killed(code: int) -> bool:
    if code > 0:
        raise ChildProcessError("a process that was to be killed failed by itself")
    return code < 0
