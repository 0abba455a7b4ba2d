from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from compound.errors.scaffold import PackNotMade
from compound_pipelines.cli.new import app


def test_a_pack_is_made_and_its_files_are_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["pack", "acme", "--in", str(tmp_path)])
    assert done.exit_code == 0
    assert [Path(line).is_file() for line in done.stdout.splitlines()] == [True] * 7
    assert f"pip install -e {tmp_path / 'acme'} && pytest {tmp_path / 'acme'}" in done.stderr


def test_it_is_made_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["pack", "acme"]).exit_code == 0
    assert (tmp_path / "acme" / "pyproject.toml").is_file()


def test_what_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    done = CliRunner().invoke(app, ["pack", "acme", "--in", str(tmp_path)])
    assert isinstance(done.exception, PackNotMade)
