"""What `compound run` does: calls from words, runs side by side, results as they are done."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compound.errors.root import CompoundError
from compound_pipelines.cli import BROKEN_PIPE, INTERRUPTED
from compound_pipelines.cli.display import Display, NoDisplay, display_for
from compound_pipelines.cli.flying import as_done
from compound_pipelines.cli.formats import Format
from compound_pipelines.cli.remembering import Remembering, remembering
from compound_pipelines.cli.used import asks
from compound_pipelines.cli.words import Calls, calls_from_words
from compound_pipelines.cli.work import Outcome, Work
from compound_pipelines.report import Report

if TYPE_CHECKING:
    from compound import Pipeline


class ResultsNotWritten(CompoundError):
    """Raised when the standard output takes no more, as on a full disk."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the results cannot be written: {reason}. Run it again with another place for them.")


@dataclass(frozen=True, slots=True)
class Order:
    """How the work is to be done, and what of it is wanted."""

    format: Format
    jobs: int
    """Documents at once, and pages at once in each."""
    cached: bool = True
    """Whether answers are taken from the cache, and kept there."""
    anew: bool = False
    """Whether also what was broken off begins anew."""
    report: Path | None = None


@dataclass(slots=True)
class Tally:
    """How the calls came out."""

    failed: int = 0
    recalled: int = 0


def run_all(pipeline: Pipeline[..., Any], words: list[str], order: Order) -> int:
    """Runs the pipeline for all inputs, each result printed when it is there; the exit code.

    Raises what is wrong with the graph or with the words before anything runs, ReportNotWritten, ResultsNotWritten.
    """
    found = calls_from_words(pipeline, words)
    tally = Tally(failed=len(found.troubles))
    memory = remembering(pipeline, cached=order.cached, anew=order.anew)
    kept = memory if isinstance(memory, Remembering) else None
    try:
        _tell_of(found)
        if not isinstance(memory, Remembering):
            _say(f"not recorded, and not answered from earlier runs: {memory}")
        _work(Work(pipeline, order.jobs, kept), found, order, tally)
    except KeyboardInterrupt:
        _say("interrupted" + ("; the same command goes on from here" if kept else ""))
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return BROKEN_PIPE
    gc.freeze()  # all there is now ends with the process, which would first look through it for garbage
    return 1 if tally.failed else 0


def _work(work: Work, found: Calls, order: Order, tally: Tally) -> None:
    with ExitStack() as stack:
        display = stack.enter_context(_display(work.pipeline, len(found.calls)))
        work.watcher = display.watch
        work.report = stack.enter_context(Report(work.pipeline, order.report)) if order.report else None
        _print(order.format.heading)
        for outcome in stack.enter_context(closing(as_done(work, found.calls, order.jobs))):
            tally.failed += bool(outcome.problem)
            tally.recalled += outcome.recalled
            _show(outcome, order.format, display)
    if tally.recalled:
        results = "1 result" if tally.recalled == 1 else f"{tally.recalled:,} results"
        _say(f"{results} of nodes taken from earlier runs; --no-cache computes all again")
    if work.report and order.report:
        _say(f"report: {order.report.resolve()}")
        if work.remembering:
            work.remembering.wrote(work.report.runs, order.report)


def _display(pipeline: Pipeline[..., Any], total: int) -> Display:
    """Nothing is drawn over the questions of a pipeline that asks some."""
    return NoDisplay() if asks(pipeline.plan) else display_for(total)


def _tell_of(found: Calls) -> None:
    for trouble in found.troubles:
        _say(f"error: {trouble}")
    if found.left_out:
        _say(f"{found.left_out} files of other types left out")


def _show(outcome: Outcome, format: Format, display: Display) -> None:
    display.count(failed=bool(outcome.problem))
    with display.aside():
        if outcome.problem:
            _say(f"error: {outcome.name and f'{outcome.name}: '}{outcome.problem}")
        else:
            _print(format.result(outcome))


def _print(text: str) -> None:
    if not text:
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget_stdout()
        raise ResultsNotWritten(reason=error.strerror or str(error)) from error


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _forget_stdout() -> None:
    """What is left in its buffer has nowhere to go, and must not be tried again at the end of the program."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
