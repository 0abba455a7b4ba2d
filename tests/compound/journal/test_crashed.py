"""A run whose process is gone has crashed; of others nobody is sure."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from compound.journal import tables
from compound.journal.crashed import as_text, mark_crashed
from compound.journal.journal import Journal
from compound.journal.process import Process, is_gone, this_process
from compound.journal.reading.runs import list_runs
from compound.journal.writing.record import new_run
from compound.store.blobs import Blobs
from tests.compound.journal.garden import rows

HERE = this_process()


def test_this_process_lives() -> None:
    assert not is_gone(HERE, HERE)


def test_a_number_that_was_given_to_another_process_is_not_the_same_process() -> None:
    assert is_gone(replace(HERE, born=f"{HERE.born}0"), HERE)


def test_after_a_restart_of_the_machine_all_are_gone() -> None:
    assert is_gone(replace(HERE, boot="another"), HERE)


@pytest.mark.parametrize("elsewhere", [replace(HERE, host="elsewhere"), replace(HERE, space="pid:[1]", pid=1)])
def test_of_another_machine_or_container_nobody_is_sure(elsewhere: Process) -> None:
    assert not is_gone(elsewhere, HERE)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_one_that_has_ended_but_was_not_waited_for_is_gone() -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert is_gone(replace(HERE, pid=child), HERE)
    os.waitpid(child, 0)


def test_runs_of_processes_that_are_gone_are_marked_when_the_journal_is_opened(tmp_path: Path) -> None:
    url, blobs = f"sqlite:///{tmp_path / 'compound.db'}", Blobs(tmp_path / "blobs")
    orphan = new_run(rows) | {"process": as_text(replace(HERE, boot="another"))}
    edited = new_run(rows) | {"process": '["nobody"'}
    engine = Journal(url, blobs).engine
    with engine.begin() as connection:
        connection.execute(insert(tables.runs), [orphan, edited, new_run(rows)])
    found = {run.id: run.status for run in list_runs(Journal(url, blobs), 9)}
    assert found.pop(orphan["id"]) == found.pop(edited["id"]) == "crashed"
    assert list(found.values()) == ["running"]
    assert mark_crashed(engine) == ()
