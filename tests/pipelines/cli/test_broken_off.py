"""Runs that are broken off: killed, interrupted, or with nobody left to read what they print."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-c", "from compound_pipelines.cli import main; main()", "run", "mine.py:sized")
SCRIPT = """
import time
from pathlib import Path
from compound import node, pipeline

@node(effect="read", blocking=True, cache="files")
def size(file: Path | str) -> int:
    while Path(file).name != "a.txt" and not Path("go").exists():
        time.sleep(0.01)
    return len(Path(file).read_text())

@pipeline
def sized(file: Path | str) -> int:
    return size(file)
"""
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts the command on three files, of which only the first is done before there is a file `go`."""
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(SCRIPT, encoding="utf-8")
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")

    def started(*options: str) -> subprocess.Popen[str]:
        words = (*COMMAND, "a.txt", "b.txt", "c.txt", *options)
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return started


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_a_killed_run_goes_on_where_it_stood(start: Start, tmp_path: Path) -> None:
    killed = start("-j", "2")
    assert first_line(killed) == "1\n"
    killed.kill()
    killed.communicate()
    (tmp_path / "go").touch()
    shown, said = start("-j", "2").communicate()
    assert shown == "1\n1\n1\n"
    assert said == "1 result of nodes taken from earlier runs; --no-cache computes all again\n"


def test_an_interrupted_run_ends_with_130_and_keeps_what_is_done(start: Start, tmp_path: Path) -> None:
    interrupted = start("-j", "2", "--report", "report.html")
    assert first_line(interrupted) == "1\n"
    interrupted.send_signal(signal.SIGINT)
    shown, said = interrupted.communicate()
    assert interrupted.returncode == 130
    assert (shown, said) == ("", "interrupted; the same command goes on from here\n")
    assert "a.txt" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_nobody_left_to_read_ends_it_quietly(start: Start, tmp_path: Path) -> None:
    unread = start("-j", "1")
    assert first_line(unread) == "1\n"
    assert unread.stdout is not None
    unread.stdout.close()
    (tmp_path / "go").touch()
    assert unread.wait() == 141
    assert unread.stderr is not None
    assert unread.stderr.read() == ""
