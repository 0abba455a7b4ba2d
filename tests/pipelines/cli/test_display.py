"""The line on the terminal."""

from __future__ import annotations

import io
from typing import cast

import pytest

from compound.run.events import NodeFinished, NodeProgress, NodeStarted, RunFinished, RunStarted
from compound.run.result import Run
from compound_pipelines.cli.display import NoDisplay, StatusLine, display_for


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_says_what_is_done_and_what_is_going_on() -> None:
    line = StatusLine(Terminal(), total=1_200)
    for name in ("scans/a.pdf", "scans/b.pdf"):
        line.watch(name, RunStarted("understand", ("document_load", "each")))
    line.watch("scans/a.pdf", NodeStarted("document_load"))
    line.watch("scans/b.pdf", NodeStarted("each"))
    line.watch("scans/b.pdf", NodeProgress("each", 2, 5, ""))
    line.watch("scans/b.pdf", NodeStarted("each[3]/document_read"))
    line.count(failed=True)
    text = line.text(100)
    assert text.endswith(" 1 of 1,200 done, 1 failed   a.pdf document_load, b.pdf document_read 2 of 5")
    assert len(line.text(20)) <= 20


def test_what_has_ended_is_no_longer_going_on() -> None:
    line = StatusLine(Terminal(), total=2)
    line.watch("a.pdf", RunStarted("understand", ()))
    line.watch("a.pdf", NodeFinished("document_load", "failed", 0.1))
    line.watch("a.pdf", RunFinished("understand", cast("Run[object]", None)))
    assert "a.pdf" not in line.text(100)


def test_names_cannot_steer_the_terminal() -> None:
    line = StatusLine(Terminal(), total=1)
    line.watch("a\x1b[2J.pdf", RunStarted("understand", ()))
    assert "\x1b" not in line.text(100)


def test_it_is_gone_when_others_write_and_when_the_work_is_over() -> None:
    terminal = Terminal()
    with StatusLine(terminal, total=1) as line, line.aside():
        assert terminal.getvalue().endswith("\r\x1b[2K")
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_there_is_nothing_to_see_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(display_for(1, file=io.StringIO()), NoDisplay)
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(display_for(1, file=Terminal()), NoDisplay)
