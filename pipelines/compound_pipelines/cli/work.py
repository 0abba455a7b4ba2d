"""One run of a pipeline for each call."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from compound.errors.root import CompoundError
from compound.errors.run import PipelineFailed
from compound.forecasting.timings import remember
from compound.models.reclaiming import reclaim
from compound_pipelines.cli.words import Call

if TYPE_CHECKING:
    from compound import Failed, Pipeline, Run
    from compound.run.events import Event
    from compound.run.handle import Handle
    from compound_pipelines.cli.remembering import Remembering
    from compound_pipelines.report import Report

_LONG = 0.25
"""Seconds of a run after which giving memory back, which takes 40 ms, is worth it."""
Watcher = Callable[[str, "Event"], None]
"""Hears every event of every run, with the name of the call; from several threads."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: an output, or the problem that there is none."""

    name: str
    """The word that the call stands for; empty when there are several."""
    output: Any = None
    models: frozenset[str] = frozenset()
    seconds: float = 0.0
    problem: str = ""
    recalled: int = 0
    """Results of nodes that were there from earlier runs."""


@dataclass(slots=True)
class Work:
    """Calls answered one by one, by several threads at once if need be."""

    pipeline: Pipeline[..., Any]
    window: int
    """Pages at once in each run."""
    remembering: Remembering | None = None
    """None where runs are neither recorded nor answered from the cache."""
    report: Report | None = None
    watcher: Watcher = lambda name, event: None
    _handles: set[Handle[Any]] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)
    _stopped: bool = False

    def __call__(self, call: Call) -> Outcome:
        """Runs the pipeline, or recalls what it gave. Failures are in the outcome."""
        name = name_of(call)
        try:
            run = self._run(call, name)
        except CompoundError as error:
            if self.report is not None:
                self.report.add_failure(error, name)
            return Outcome(name, problem=explained(error, name))
        outcome = self._ended(name, run)
        if run.seconds > _LONG:
            del run
            reclaim()  # else the C library's reserve grows with the first dozens of files
        return outcome

    def stop(self) -> None:
        """Cancels the runs that are under way; from now on calls are given up at once."""
        with self._lock:
            self._stopped = True
            for handle in self._handles:
                handle.cancel()

    def _run(self, call: Call, name: str) -> Run[Any]:
        handle = self._start(call, name)
        with self._lock:
            self._handles.add(handle)
            if self._stopped:
                handle.cancel()
        try:
            return handle.run()
        finally:
            with self._lock:
                self._handles.discard(handle)

    def _start(self, call: Call, name: str) -> Handle[Any]:
        options: dict[str, Any] = {"window": self.window, "listener": partial(self.watcher, name)}
        if self.remembering is None:
            return self.pipeline.using(**options).start(**call)
        return self.remembering.start(self.pipeline, call, **options)

    def _ended(self, name: str, run: Run[Any]) -> Outcome:
        if self.report is not None and run.status != "cancelled":
            self.report.add(run, name)
        try:
            output = run.output
        except CompoundError as error:
            return Outcome(name, problem=explained(error, name))
        remember(self.pipeline.plan, run)
        recalled = sum(timing.recalled for timing in run.timings.values())
        return Outcome(name, output, run.models, run.seconds, recalled=recalled)


def name_of(call: Call) -> str:
    """The word that a call stands for; empty when there are several, or it is no text."""
    words = [os.fspath(value) for value in call.values() if isinstance(value, str | os.PathLike)]
    return words[0] if len(words) == 1 == len(call) else ""


def explained(error: CompoundError, name: str) -> str:
    """Why there is no output for the word `name`, which is not said twice: what failed, or the error with its notes."""
    if isinstance(error, PipelineFailed) and error.failures:
        return "; ".join(_explained(failed, name) for failed in error.failures)
    return "\n".join([str(error), *getattr(error, "__notes__", ())]).removeprefix(f"{name}: ")


def _explained(failed: Failed, name: str) -> str:
    if not isinstance(failed.error, CompoundError):
        return str(failed)
    return f"{failed.node}: {explained(failed.error, name)}"
