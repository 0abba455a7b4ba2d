"""Eight processes on one journal and one cache compute each answer once, and leave both whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from compound.journal.going_on.resuming import Resumption
from compound.journal.reading.runs import RunDetails, details, list_runs
from compound.keys.value import key_of
from tests.faults.crowd import KEYS, crowd, drawn, expected, started
from tests.faults.ledger import LEDGER
from tests.faults.life import cache_in, journal_in

pytestmark = pytest.mark.soak
EIGHT = 8


@pytest.fixture(autouse=True)
def _ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEDGER, str(tmp_path / "ledger"))


def computed(folder: Path) -> Counter[str]:
    """How often each answer was computed."""
    return Counter((folder / "ledger").read_text().split()[1::2])


def runs_in(folder: Path) -> list[RunDetails]:
    journal = journal_in(folder)
    return [details(journal, run.id) for run in list_runs(journal, 1000)]


def ended(workers: list[subprocess.Popen[str]]) -> list[int]:
    for worker in workers:
        worker.communicate(timeout=300)
    return [worker.returncode for worker in workers]


def whole(folder: Path) -> bool:
    """Whether both databases are, and each blob is what its name says."""
    blobs = journal_in(folder).values.blobs
    assert all(blobs.get(digest) for digest in blobs)
    for name in ("compound.db", "cache.db"):
        with closing(sqlite3.connect(folder / name)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return not list(folder.glob("*.aside"))


def is_complete(run: RunDetails) -> bool:
    """Whether each node of it is there once, and what it gave is right."""
    paths = Counter(node.path for node in run.nodes if node.status == "succeeded")
    items = sum(path.endswith("/both") for path in paths)
    return run.run.status == "succeeded" and set(paths.values()) == {1} and len(paths) == 3 * items + 1


def test_each_answer_is_computed_once(tmp_path: Path) -> None:
    assert ended([started(tmp_path, seed) for seed in range(EIGHT)]) == [0] * EIGHT
    assert computed(tmp_path) == Counter(dict.fromkeys(computed(tmp_path), 1))
    assert len(computed(tmp_path)) == 2 * KEYS
    assert all(is_complete(run) for run in runs_in(tmp_path))
    assert whole(tmp_path)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed so on POSIX alone")
def test_when_one_is_killed_the_others_take_over_and_its_run_goes_on(tmp_path: Path) -> None:
    doomed = started(tmp_path, EIGHT)
    others = [started(tmp_path, seed) for seed in range(EIGHT - 1)]
    assert doomed.stdout is not None
    doomed.stdout.readline()
    os.kill(doomed.pid, signal.SIGKILL)
    ended([doomed])
    assert ended(others) == [0] * (EIGHT - 1)
    assert sum(computed(tmp_path).values()) - len(computed(tmp_path)) <= 8, "more than were under way in four items"
    assert whole(tmp_path)
    journal, cache = journal_in(tmp_path), cache_in(tmp_path)
    outputs = {key_of(numbers): expected(numbers) for numbers in drawn(EIGHT)}
    crashed = [run for run in runs_in(tmp_path) if run.run.status == "crashed"]
    for run in crashed:
        resumed = Resumption(journal, run.run.id, crowd, cache=cache).run()
        assert resumed.output == outputs[run.inputs["numbers"] or ""]
    assert all(is_complete(run) for run in runs_in(tmp_path))
