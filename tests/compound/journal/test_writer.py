"""What was added is committed in order, in groups, and whoever waits for it learns of a failure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from compound.errors import JournalUnwritable
from compound.journal import tables
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.store.blobs import Blobs

STEPS = """
import sys
from compound import node, pipeline
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.store.blobs import Blobs

@node
def inc(x: int) -> int:
    return x + 1

@node(effect="act")
def act(x: int) -> int:
    return x

@pipeline
def steps(x: int) -> int:
    return act(inc(inc(x)))

memory = Recording(Journal(sys.argv[1], Blobs(sys.argv[2])))
for number in range(10):
    assert steps.using(memory=memory)(number) == number + 2
"""


def recipe(number: int) -> dict[str, str]:
    return {"digest": f"{number:064}", "parts": "{}"}


def count(journal: Journal) -> int:
    with journal.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(tables.recipes)) or 0


def test_settled_is_committed(journal: Journal) -> None:
    for number in range(1000):
        journal.writer.add(tables.recipes, recipe(number))
    journal.writer.settle()
    assert count(journal) == 1000


def test_closed_is_committed_too(journal: Journal) -> None:
    journal.writer.add(tables.recipes, recipe(1))
    journal.close()
    assert count(journal) == 1


def test_a_row_that_is_there_is_replaced(journal: Journal) -> None:
    for _ in range(2):
        journal.writer.add(tables.recipes, recipe(1))
        journal.writer.settle()
    assert count(journal) == 1


def test_after_a_failed_commit_nothing_more_is_taken(journal: Journal) -> None:
    writer = journal.writer
    writer.add(tables.errors, {"run": "of nobody", "path": ""})
    with pytest.raises(JournalUnwritable):
        writer.settle()
    with pytest.raises(JournalUnwritable):
        writer.add(tables.recipes, recipe(1))
    assert count(journal) == 0
    journal.writer.add(tables.recipes, recipe(1))
    journal.writer.settle()
    assert count(journal) == 1


def test_eight_processes_write_at_once(tmp_path: Path) -> None:
    url, blobs = f"sqlite:///{tmp_path / 'compound.db'}", tmp_path / "blobs"
    script = tmp_path / "steps.py"
    script.write_text(STEPS)
    command = [sys.executable, str(script), url, str(blobs)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(8)]
    said = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 8, said
    runs = list_runs(Journal(url, Blobs(blobs)), 100)
    assert [run.status for run in runs] == ["succeeded"] * 80
