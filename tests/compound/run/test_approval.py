"""`approve`: a person is asked through the terminal or a callback."""

from __future__ import annotations

import getpass
import io
import os
import pty
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

from compound import Decision, approve, each, node, pipeline
from compound.errors import ApprovalTimeout, ConstantMismatch, NoApprover, NoDecision, Rejected
from compound.keys.value import key_of
from compound.run.decision import Question, Silence
from compound.run.lanes.threads import SIZE
from compound.run.result import Run

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


def test_an_approver_may_say_who_and_why() -> None:
    run = careful.using(approver=lambda value, question: Decision(value == 1, "ann", "as agreed"))
    assert run.run(1).decisions == {"approve": "approved by ann: as agreed"}
    refused = run.run(2).failures["approve"].error
    assert isinstance(refused, Rejected)
    assert (refused.by, refused.note) == ("ann", "as agreed")


@pytest.mark.parametrize("answer", [None, 1, "no"])
def test_an_approver_that_says_neither_yes_nor_no_is_told_so(answer: Any) -> None:
    error = careful.using(approver=lambda value, question: answer).run(1).failures["approve"].error
    assert isinstance(error, NoDecision)
    assert "neither yes nor no" in str(error)


def test_an_asker_gets_the_whole_question() -> None:
    asked: list[Question] = []

    class Desk:
        def ask(self, question: Question) -> Decision:
            asked.append(question)
            return Decision(True)

    @pipeline
    def hurried(x: int) -> int:
        return approve(x, "Quick?", timeout=5, on_timeout="approve")

    assert hurried.using(approver=Desk())(1) == 1
    (question,) = asked
    assert (question.value, question.text, question.timeout, question.silence) == (1, "Quick?", 5, "approve")
    assert question.digest == key_of(1)


def test_what_is_no_data_has_no_digest() -> None:
    asked: list[Question] = []

    class Desk:
        def ask(self, question: Question) -> Decision:
            asked.append(question)
            return Decision(True)

    @pipeline
    def odd(x: Any) -> Any:
        return approve(x)

    odd.using(approver=Desk())(open)
    assert asked[0].digest is None


class TestSilence:
    """Nobody answers."""

    def run_with(self, silence: Silence) -> Run[int]:
        @pipeline
        def hurried(x: int) -> int:
            return inc(approve(x, "Anybody?", timeout=0.05, on_timeout=silence))

        answered = threading.Event()

        def nobody(value: Any, question: str) -> bool:
            return answered.wait(PATIENCE)

        try:
            return hurried.using(approver=nobody).run(1)
        finally:
            answered.set()

    def test_may_mean_no(self) -> None:
        run = self.run_with("reject")
        assert isinstance(run.failures["approve"].error, Rejected)
        assert run.decisions == {"approve": "rejected: nobody answered within 0.05 s"}

    def test_may_mean_yes(self) -> None:
        run = self.run_with("approve")
        assert run.output == 2
        assert run.decisions["approve"] == "approved: nobody answered within 0.05 s"

    def test_may_be_a_failure_and_no_decision(self) -> None:
        run = self.run_with("fail")
        assert isinstance(run.failures["approve"].error, ApprovalTimeout)
        assert not run.decisions

    def test_means_nothing_else(self) -> None:
        @pipeline
        def hurried(x: int) -> int:
            return approve(x, on_timeout="shrug")  # type: ignore[arg-type]

        with pytest.raises(ConstantMismatch, match="on_timeout"):
            hurried(1)

    def test_must_last(self) -> None:
        @pipeline
        def hurried(x: int) -> int:
            return approve(x, timeout=0)

        with pytest.raises(ConstantMismatch, match="timeout"):
            hurried(1)


def test_an_approver_that_breaks_in_time_is_no_silence() -> None:
    def broken(value: Any, question: str) -> bool:
        raise TimeoutError("of its own")

    @pipeline
    def hurried(x: int) -> int:
        return approve(x, timeout=PATIENCE)

    error = hurried.using(approver=broken).run(1).failures["approve"].error
    assert type(error) is TimeoutError


def test_open_questions_keep_no_other_call_from_a_thread() -> None:
    at_work = threading.Event()

    @node(blocking=True)
    def work(x: int) -> int:
        at_work.set()
        return x

    @node
    def both(xs: list[int], x: int) -> int:
        return len(xs) + x

    @pipeline
    def crowded(xs: list[int], x: int) -> int:
        return both(each(lambda item: approve(item), xs), work(approve(x, "work?")))

    def patient(value: Any, question: str) -> bool:
        return question == "work?" or at_work.wait(PATIENCE)

    assert crowded.using(approver=patient)(list(range(2 * SIZE)), 1) == 2 * SIZE + 1


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
    from dataclasses import dataclass
    from compound import approve, node, pipeline

    @dataclass(frozen=True)
    class Order:
        item: str
        amount: int

    @node
    def order(x: int) -> Order:
        return Order("pears", x)

    @node
    def pair(x: Order, y: int) -> int:
        return y

    @pipeline
    def careful(x: int) -> int:
        return pair(approve(order(x), "First?"), approve(x, "Second?"))

    run = careful.run(20)
    print("=", run.status, [type(failed.error).__name__ for failed in run.failures.values()])
    print("decided", dict(run.decisions))
"""


def on_terminal(folder: Path, script: str, typed: bytes) -> str:
    """What a script says that is run at a terminal where this is typed."""
    file = folder / "script.py"
    file.write_text(textwrap.dedent(script))
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, str(file)], stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.close(theirs)
        os.write(ours, typed)
        out, _ = process.communicate(timeout=PATIENCE)
    os.close(ours)
    return out


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (b"y\nYES\n", "= succeeded []"),
        (b"y\ny it is fine\n", "= succeeded []"),
        (b"\n\n", "= failed ['Rejected', 'Rejected']"),
        (b"\x04\x04", "= failed ['Rejected', 'Rejected']"),
    ],
)
def test_a_terminal_asks_one_question_at_a_time(tmp_path: Path, typed: bytes, outcome: str) -> None:
    out = on_terminal(tmp_path, SCRIPT, typed)
    assert out.splitlines()[-2].endswith(outcome)
    assert out.count("First? [y/N]") == out.count("Second? [y/N]") == 1


def test_one_no_is_enough(tmp_path: Path) -> None:
    assert "= failed ['Rejected']" in on_terminal(tmp_path, SCRIPT, b"y\nn\n")


def test_a_terminal_shows_the_value_and_its_digest_and_keeps_a_note(tmp_path: Path) -> None:
    out = on_terminal(tmp_path, SCRIPT, b"y\ny all of them\n")
    assert "an Order\n  item: 'pears' (str)\n  amount: 20 (int)\ndigest " in out
    assert f"digest {key_of(20)[:12]}" in out
    assert f"approved by {getpass.getuser()}: all of them" in out


def test_a_terminal_waits_for_so_long(tmp_path: Path) -> None:
    script = """
        from compound import approve, pipeline

        @pipeline
        def hurried(x: int) -> int:
            return approve(x, "Anybody?", timeout=0.1, on_timeout="approve")

        print("=", hurried(3))
    """
    assert on_terminal(tmp_path, script, b"").splitlines()[-1] == "= 3"


def test_a_question_at_a_terminal_ends_with_its_run(tmp_path: Path) -> None:
    script = """
        import time
        from compound import approve, pipeline

        @pipeline
        def careful(x: int) -> int:
            return approve(x)

        handle = careful.start(3)
        time.sleep(0.3)
        handle.cancel()
        run = handle.run()
        print("=", run.status, run.offenders)
    """
    assert on_terminal(tmp_path, script, b"").splitlines()[-1] == "= cancelled ()"
