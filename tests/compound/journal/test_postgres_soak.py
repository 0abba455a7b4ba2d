"""A journal in Postgres does all that one in SQLite does: the same specification, against a server of its own."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert

from compound.errors import JournalNewer, JournalUnreachable
from compound.journal import tables
from compound.journal.crashed import as_text
from compound.journal.journal import Journal
from compound.journal.opening import opened, revision
from compound.journal.process import this_process
from compound.journal.reading.runs import list_runs
from compound.journal.writing.record import new_run
from compound.store.blobs import Blobs
from tests.compound.journal.garden import CALLS, rows
from tests.compound.journal.older import brought_up_to_date_from
from tests.compound.journal.servers import postgres, why_none
from tests.compound.journal.test_caching import *  # noqa: F403
from tests.compound.journal.test_recording import *  # noqa: F403
from tests.compound.journal.test_rerunning import *  # noqa: F403
from tests.compound.journal.test_resuming import *  # noqa: F403
from tests.compound.journal.test_roots import *  # noqa: F403
from tests.compound.journal.test_writer import *  # noqa: F403
from tests.compound.journal.test_writer import STEPS
from tests.compound.journal.test_writer_answers import *  # noqa: F403

_NONE = why_none()
pytestmark = [pytest.mark.soak, pytest.mark.skipif(_NONE is not None, reason=str(_NONE))]
_numbers = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture
def url(server: str) -> Iterator[str]:
    """A schema of each test's own."""
    engine, name = create_engine(server), f"test_{next(_numbers)}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    yield f"{server}?options=-csearch_path%3D{name}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()


@pytest.fixture
def journal(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    monkeypatch.setenv(CALLS, str(tmp_path / "calls"))
    kept = Journal(url, Blobs(tmp_path / "blobs"))
    yield kept
    kept.close()


def test_the_migrations_lead_to_the_tables(url: str) -> None:
    with opened(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert revision(connection) == tables.REVISION


def test_an_older_journal_keeps_all_that_is_in_it(url: str) -> None:
    brought_up_to_date_from("0001", url)


def test_a_journal_of_a_later_version_is_left_alone(url: str) -> None:
    with opened(url).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JournalNewer):
        opened(url)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(JournalUnreachable):
        opened("postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=5")


def test_eight_open_a_new_journal_at_once(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(opened, [url] * 8))
    with engines[0].connect() as connection:
        assert revision(connection) == tables.REVISION


def test_runs_of_processes_that_are_gone_are_marked(url: str, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    orphan = new_run(rows) | {"process": as_text(replace(this_process(), boot="another"))}
    with Journal(url, blobs).engine.begin() as connection:
        connection.execute(insert(tables.runs), [orphan, new_run(rows)])
    assert sorted(run.status for run in list_runs(Journal(url, blobs), 9)) == ["crashed", "running"]


def test_eight_processes_write_at_once(url: str, tmp_path: Path) -> None:
    script = tmp_path / "steps.py"
    script.write_text(STEPS)
    command = [sys.executable, str(script), url, str(tmp_path / "blobs")]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(8)]
    said = [process.communicate(timeout=300)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 8, said
    runs = list_runs(Journal(url, Blobs(tmp_path / "blobs")), 100)
    assert [run.status for run in runs] == ["succeeded"] * 80
