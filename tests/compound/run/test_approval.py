"""`approve`: a person is asked through the terminal or a callback."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from compound import approve, node, pipeline
from compound.errors import NoApprover, Rejected

PATIENCE = 30


@node
def inc(x: int) -> int:
    return x + 1


@pipeline
def careful(x: int) -> int:
    return inc(approve(x, "Is this right?"))


def test_a_callback_sees_the_value_and_the_question() -> None:
    asked: list[tuple[Any, str]] = []

    def approver(value: Any, question: str) -> bool:
        asked.append((value, question))
        return True

    assert careful.using(approver=approver)(1) == 2
    assert asked == [(1, "Is this right?")]


def test_a_no_stops_what_depends_on_it() -> None:
    run = careful.using(approver=lambda value, question: False).run(1)
    assert isinstance(run.failures["approve"].error, Rejected)
    assert dict(run.blocked) == {"inc": "approve"}


def test_an_approver_that_breaks_is_no_approval() -> None:
    def broken(value: Any, question: str) -> bool:
        raise RuntimeError("gone")

    assert isinstance(careful.using(approver=broken).run(1).failures["approve"].error, RuntimeError)


def test_without_a_terminal_there_is_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    error = careful.run(1).failures["approve"].error
    assert isinstance(error, NoApprover)
    assert "using(approver=" in str(error)


def test_a_pipeline_called_in_a_node_asks_the_same_person() -> None:
    @node(blocking=True)
    def calls(x: int) -> int:
        return careful(x)

    @pipeline
    def outer(x: int) -> int:
        return calls(x)

    assert outer.using(approver=lambda value, question: value == 1)(1) == 2


SCRIPT = """
    from compound import approve, node, pipeline

    @node
    def pair(x: int, y: int) -> int:
        return x + y

    @pipeline
    def careful(x: int) -> int:
        return pair(approve(x, "First?"), approve(x, "Second?"))

    run = careful.run(20)
    print("=", run.status, [type(failed.error).__name__ for failed in run.failures.values()])
"""


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (b"y\nYES\n", "= succeeded []"),
        (b"y\nn\n", "= failed ['Rejected']"),
        (b"\n\n", "= failed ['Rejected', 'Rejected']"),
        (b"\x04\x04", "= failed ['Rejected', 'Rejected']"),
    ],
)
def test_a_terminal_asks_one_question_at_a_time(tmp_path: Path, typed: bytes, outcome: str) -> None:
    file = tmp_path / "script.py"
    file.write_text(textwrap.dedent(SCRIPT))
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, str(file)], stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.close(theirs)
        os.write(ours, typed)
        out, _ = process.communicate(timeout=PATIENCE)
    os.close(ours)
    assert out.splitlines()[-1].endswith(outcome)
    assert out.count("First? [y/N]") == out.count("Second? [y/N]") == 1
