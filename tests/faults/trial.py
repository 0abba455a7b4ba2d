"""A run through all its deaths, and what was wrong with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from compound.errors import ActUncertain
from compound.journal.going_on.resuming import Resumption
from compound.journal.reading.runs import details, list_runs
from tests.faults.ledger import LEDGER, Ledger, read_ledger
from tests.faults.life import NEVER, Life, journal_in
from tests.faults.subject import NODES, subject


@dataclass(slots=True)
class Trial:
    """One run, which is to end as if nothing had happened."""

    life: Life
    output: str
    """Key of what a run gives that is not killed."""
    start: Callable[[Life], bool]
    """Lets a life be lived; whether it was killed."""
    deaths: int = 0
    refused: int = 0
    """How often it would not go on by itself, since a node may have acted."""
    left: bool = False
    """Whether it was left to a person for good: a node had acted, and nobody knows what it gave."""
    wrong: list[str] = field(default_factory=list)

    def go_through(self, deaths: list[int]) -> None:
        """It dies at the first of these boundaries, goes on and dies at the next, and at last ends."""
        os.environ[LEDGER] = str(self.life.folder / "ledger")
        for death in [*deaths, NEVER]:
            uncertain, before, committed = self._uncertain(), read_ledger(), self._committed()
            self.refused += bool(uncertain)
            self.left = any(before.acted[path] for path in uncertain)
            if self.left:
                return
            try:
                self.deaths += self.start(replace(self.life, death=death, repeat=uncertain))
            except ChildProcessError as failed:
                self.wrong.append(str(failed))
                return
            self._look(before, committed)
        self._look_at_end()

    def _uncertain(self) -> frozenset[str]:
        """Paths that the run refuses to go on for."""
        journal = journal_in(self.life.folder)
        begun = list_runs(journal, 1)
        if not begun or begun[0].status == "succeeded":
            return frozenset()
        try:
            Resumption(journal, begun[0].id, subject(self.life.subject).pipeline)
        except ActUncertain as refused:
            return frozenset(refused.paths)
        return frozenset()

    def _committed(self) -> Counter[str]:
        """How often each path is in the journal as having succeeded."""
        journal = journal_in(self.life.folder)
        begun = list_runs(journal, 1)
        nodes = details(journal, begun[0].id).nodes if begun else ()
        return Counter(run.path for run in nodes if run.status == "succeeded")

    def _look(self, before: Ledger, committed: Counter[str]) -> None:
        """Whether anything was called that had been committed before."""
        again = read_ledger().called - before.called
        self.wrong += [f"{path} was committed and called again" for path in again if committed[path]]
        self.wrong += [f"{path} acted {times} times" for path, times in read_ledger().acted.items() if times > 1]

    def _look_at_end(self) -> None:
        journal = journal_in(self.life.folder)
        run = list_runs(journal, 1)[0]
        committed = self._committed()
        if run.status != "succeeded" or details(journal, run.id).output != self.output:
            self.wrong.append(f"it ended as {run.status}, with another output")
        if len(committed) != NODES or set(committed.values()) != {1}:
            self.wrong.append(f"{len(committed)} nodes are committed, at most {max(committed.values())} times")
