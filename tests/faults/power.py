"""Cuts the power after every write that was forced to disk, and looks at what a machine finds that starts again.

    python -m tests.faults.power [--every N] [--seed N]

Three runs are watched by strace. What they did to files is replayed up to each point at which something had been
forced to disk, or done to the world; of the rest nothing is on disk then, or what chance takes of it. What was reported
as done must be there, nothing may be damaged, and the last run goes on without doing anything twice. Linux only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from compound.journal.reading.runs import details, list_runs
from compound.journal.writing.recording import Recording
from compound.run.events import Event, NodeFinished
from tests.faults.after import damages, forgotten
from tests.faults.delivery import ACTING, SUBJECT, deliveries
from tests.faults.disk import Disk
from tests.faults.ledger import LEDGER, note
from tests.faults.life import Life, cache_in, forked, journal_in
from tests.faults.trial import Trial
from tests.faults.watched import Call, watched

_RUNS = 3
_RECORD = "import sys; from pathlib import Path; from tests.faults.power import record; record(Path(sys.argv[1]))"


def record(folder: Path) -> None:
    """Does runs whose home lies on the disk that loses its power; after the second it is closed and opened anew."""
    journal, cache = journal_in(folder / "disk" / "home"), cache_in(folder / "disk" / "home")
    for number in range(_RUNS):
        os.environ[LEDGER] = str(folder / f"ledger-{number}")
        deliveries.using(memory=Recording(journal, cache), listener=_note_finished, window=number + 1)(SUBJECT.given())
        if number == 1:
            journal.close()
    journal.close()


def _note_finished(event: Event) -> None:
    """It is told when the outcome is on disk."""
    if isinstance(event, NodeFinished) and event.status == "succeeded" and event.node.rpartition("/")[2] in ACTING:
        note("finished", event.node)


def watched_runs(folder: Path, before: str = "") -> list[Call]:
    """What `record` does there, in a process that runs the code `before` first."""
    (folder / "disk").mkdir()
    return watched([sys.executable, "-c", f"{before}\n{_RECORD}", str(folder)], folder / "trace")


@dataclass(slots=True)
class Replay:
    """The same once more, on a disk that loses its power again and again."""

    folder: Path
    chance: Random
    every: int = 1
    """The power is cut at one point in so many."""
    cuts: int = 0
    resumed: int = 0
    """After how many cuts the last run went on to its end, and was not left to a person."""
    wrong: list[str] = field(default_factory=list)
    said: dict[str, bytes] = field(default_factory=dict)
    """What stands in each ledger, which is the world and loses nothing."""

    def run(self, calls: list[Call]) -> None:
        """Replays the calls. Raises ValueError when that does not give what is in the folder."""
        disk, output = Disk(self.folder / "disk"), self._output()
        for point in self._points(disk, calls):
            if point % self.every == 0:
                for chance in (None, self.chance):
                    with tempfile.TemporaryDirectory() as place:
                        disk.survives(Path(place, "disk"), chance)
                        self._start_again(Path(place, "disk", "home"), output)
        for path, content in disk.content().items():
            if path.read_bytes() != content:
                raise ValueError(f"{path} was written in a way that is not replayed")

    def _points(self, disk: Disk, calls: list[Call]) -> Iterator[int]:
        point = 0
        for call in calls:
            disk.do(call)
            told = call.path.parent == self.folder and call.name == "write"
            if told:
                self.said[call.path.name] = self.said.get(call.path.name, b"") + call.data
            if told or (call.name == "sync" and call.path.is_relative_to(disk.root)):
                point += 1
                yield point

    def _start_again(self, home: Path, output: str) -> None:
        home.mkdir(exist_ok=True)
        journal = journal_in(home)
        wrong = [*damages(home, journal), *forgotten(journal, self.said)]
        last = max(0, len(list_runs(journal, _RUNS)) - 1)
        (home / "ledger").write_bytes(self.said.get(f"ledger-{last}", b""))
        after = Trial(Life("delivery", home), output, forked)
        after.go_through([])
        self.cuts += 1
        self.resumed += not after.left
        self.wrong += [f"cut {self.cuts}: {what}" for what in (*wrong, *after.wrong)]

    def _output(self) -> str:
        journal = journal_in(self.folder / "disk" / "home")
        output = details(journal, list_runs(journal, 1)[0].id).output
        assert output is not None
        return output


def main() -> int:
    """Prints what came of all cuts; 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="cut at one point in so many")
    parser.add_argument("--seed", type=int, default=0, help="of what is on disk by chance")
    options = parser.parse_args()
    SUBJECT.warm()
    with tempfile.TemporaryDirectory() as folder:
        replay = Replay(Path(folder), Random(options.seed), options.every)
        replay.run(watched_runs(Path(folder)))
    print(f"{replay.cuts} cuts, after {replay.resumed} of which the run went on to its end; {len(replay.wrong)} faults")
    print(*replay.wrong, sep="\n")
    return 1 if replay.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
