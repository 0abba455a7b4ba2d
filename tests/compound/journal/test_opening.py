"""The database of a journal is made, and brought up to date, by whoever opens it first."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import compound.journal.migrations
from compound.errors import JournalNewer, JournalUnreachable
from compound.journal.opening import opened, revision, shown
from compound.journal.place import journal_url
from compound.journal.tables import REVISION, metadata
from tests.compound.journal.older import brought_up_to_date_from


def test_the_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'deep' / 'compound.db'}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert revision(connection) == REVISION
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@pytest.mark.parametrize("before", ["0001"])
def test_an_older_journal_keeps_all_that_is_in_it(tmp_path: Path, before: str) -> None:
    url = f"sqlite:///{tmp_path / 'compound.db'}"
    brought_up_to_date_from(before, url)


def test_the_last_migration_is_the_one_that_a_database_must_have_had() -> None:
    config = Config()
    config.set_main_option("script_location", compound.journal.migrations.__path__[0])
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_a_journal_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'compound.db'}"
    with opened(url).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JournalNewer) as refused:
        opened(url)
    assert (refused.value.found, refused.value.known) == ("9999", REVISION)


@pytest.mark.parametrize("url", ["nothing", "sqlite:////dev/null/compound.db", "strange+driver://place"])
def test_a_place_that_cannot_be_opened_is_named(url: str) -> None:
    with pytest.raises(JournalUnreachable) as refused:
        opened(url)
    assert refused.value.url == url


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "compound.db").write_bytes(b"no database" * 1000)
    with pytest.raises(JournalUnreachable):
        opened(f"sqlite:///{tmp_path / 'compound.db'}")


def test_passwords_are_not_shown() -> None:
    assert "secret" not in shown("postgresql://me:secret@host/runs")


def test_the_environment_says_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COMPOUND_JOURNAL", raising=False)
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    assert journal_url() == f"sqlite:///{tmp_path / 'compound.db'}"
    monkeypatch.setenv("COMPOUND_JOURNAL", "postgresql+psycopg://host/runs")
    assert journal_url() == "postgresql+psycopg://host/runs"
