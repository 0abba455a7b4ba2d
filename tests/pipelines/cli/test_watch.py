"""`compound watch` runs a pipeline on each file that arrives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from compound.errors import AlreadyWatched, InputUnclear, MissingExtra, PlaceUnreadable
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound_pipelines.cli.watch import watch

PIPELINE = """
from pathlib import Path
from compound import node, pipeline

@node(effect="read")
def count(file: Path) -> int:
    return len(file.read_text())

@node
def times(x: int, by: int) -> int:
    if x > 99:
        raise ValueError("too long")
    return x * by

@pipeline
def counted(file: Path, by: int = 10) -> int:
    return times(count(file), by)

@pipeline
def unclear(one: Path, other: Path) -> int:
    return times(count(one), count(other))
"""
app = typer.Typer()
app.command()(watch)


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("pipelines.py").write_text(PIPELINE)
    Path("inbox").mkdir()
    return tmp_path / "inbox"


def look(*words: str) -> Result:
    return CliRunner().invoke(app, ["inbox", *words, "--once", "--every", "0.01"])


def test_each_file_is_run_and_recorded(inbox: Path) -> None:
    (inbox / "a.txt").write_text("12")
    (inbox / "b.txt").write_text("123")
    result = look("pipelines.py:counted")
    assert (result.exit_code, sorted(result.stdout.split())) == (0, ["20", "30"])
    assert [run.status for run in list_runs(Journal(), 9)] == ["succeeded", "succeeded"]


def test_a_second_start_runs_only_what_is_new(inbox: Path) -> None:
    (inbox / "a.txt").write_text("12")
    look("pipelines.py:counted")
    (inbox / "b.txt").write_text("123")
    (inbox / "again.txt").write_text("12")
    assert look("pipelines.py:counted").stdout.split() == ["30"]


def test_a_run_that_fails_is_said_and_the_next_file_is_taken(inbox: Path) -> None:
    (inbox / "a.txt").write_text("1" * 100)
    (inbox / "b.txt").write_text("1")
    result = look("pipelines.py:counted")
    assert result.stdout.split() == ["10"]
    assert f"error: {inbox / 'a.txt'}: times: ValueError: too long" in result.stderr
    assert look("pipelines.py:counted").stdout == ""


def test_a_pattern_chooses_files(inbox: Path) -> None:
    (inbox / "a.txt").write_text("12")
    (inbox / "b.log").write_text("123")
    assert look("pipelines.py:counted", "--match", "*.log").stdout.split() == ["30"]


def test_the_input_that_takes_the_file_is_named_where_there_are_several(inbox: Path) -> None:
    (inbox / "a.txt").write_text("12")
    assert isinstance(look("pipelines.py:unclear").exception, InputUnclear)
    assert isinstance(look("pipelines.py:counted", "--input", "page").exception, InputUnclear)
    assert look("pipelines.py:counted", "--input", "file").stdout.split() == ["20"]


@pytest.mark.parametrize("words", [[], ["pipelines.py:counted", "--deployment", "counted/counted"]])
def test_either_a_pipeline_or_a_deployment_is_named(inbox: Path, words: list[str]) -> None:
    assert look(*words).exit_code == 2


def test_a_folder_that_is_not_there_is_named(inbox: Path) -> None:
    inbox.rmdir()
    assert isinstance(look("pipelines.py:counted").exception, PlaceUnreadable)


def test_without_prefect_a_deployment_says_what_to_install(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "compound.backends.prefect.events", raising=False)
    monkeypatch.setitem(sys.modules, "prefect", None)
    failed = look("--deployment", "counted/counted").exception
    assert isinstance(failed, MissingExtra)
    assert failed.command == "pip install 'compound-engine[prefect]'"


def test_it_goes_on_until_it_is_interrupted(inbox: Path) -> None:
    script = "from typer import run; from compound_pipelines.cli.watch import watch; run(watch)"
    command = [sys.executable, "-c", script, "inbox", "pipelines.py:counted", "--every", "0.05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        try:
            assert watching.stderr.readline() == f"watching {inbox}\n"
            (inbox / "a.txt").write_text("12")
            assert watching.stdout.readline() == "20\n"
            assert isinstance(look("pipelines.py:counted").exception, AlreadyWatched)
            os.replace(_written(inbox.parent / "b.txt", "123"), inbox / "b.txt")
            assert watching.stdout.readline() == "30\n"
        finally:
            watching.send_signal(signal.SIGINT)
        assert watching.wait(20) == 130


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path
