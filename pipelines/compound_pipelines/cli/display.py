"""How far the work is, on one line of the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event as Signal
from threading import Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Protocol, Self, TextIO

from compound.run.events import Event, NodeProgress, NodeStarted, RunFinished
from compound.seeing.duration import duration
from compound.seeing.text import clipped

UNNOTICED = 0.3
"""Seconds; work that is over sooner shows nothing."""
PAUSE = 0.1
"""Seconds between two drawings."""
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_ERASE = "\r\x1b[2K"


class Display(Protocol):
    """What is told how the work goes; it is a context manager around the work."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def watch(self, name: str, event: Event) -> None:
        """Takes an event of the run for the word `name`, in any thread."""

    def count(self, *, failed: bool) -> None:
        """Takes note that a call has its outcome."""

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While it lasts, others may write on the terminal."""


class NoDisplay:
    """Nothing to see, as where there is no terminal."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def watch(self, name: str, event: Event) -> None:
        pass

    def count(self, *, failed: bool) -> None:
        pass

    @contextmanager
    def aside(self) -> Iterator[None]:
        yield


@dataclass(slots=True)
class Doing:
    """What a run is about: a node, and how far it is."""

    node: str = ""
    far: str = ""


class StatusLine:
    """A line that is drawn over and over, and gone when the work is over."""

    def __init__(self, file: TextIO, total: int) -> None:
        self._file = file
        self._total = total
        self._done = self._failed = 0
        self._doing: dict[str, Doing] = {}
        self._lock = Lock()
        self._ended = Signal()
        self._began = monotonic()
        self._thread = Thread(target=self._draw, name="compound-display", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._ended.set()
        self._thread.join()

    def watch(self, name: str, event: Event) -> None:
        """Of what is in a body its node is shown, and of the `each` around it how many items are done."""
        with self._lock:
            doing = self._doing.setdefault(name, Doing())
            match event:
                case RunFinished():
                    del self._doing[name]
                case NodeStarted(node=node) if "/" not in node:
                    self._doing[name] = Doing(node)
                case NodeStarted(node=node):
                    doing.node = node.rpartition("/")[2]
                case NodeProgress(done=done, total=total):
                    doing.far = f"{done:g} of {total:g}" if total else f"{done:g}"

    def count(self, *, failed: bool) -> None:
        with self._lock:
            self._done += 1
            self._failed += failed

    @contextmanager
    def aside(self) -> Iterator[None]:
        with self._lock:
            self._write(_ERASE)
            yield

    def text(self, cells: int) -> str:
        """The line in at most so many cells of a terminal."""
        seconds = monotonic() - self._began
        parts = [f"{SPINNER[int(seconds / PAUSE) % len(SPINNER)]} {self._done:,} of {self._total:,} done"]
        parts += [f"{self._failed:,} failed"] if self._failed else []
        parts += [duration(round(seconds))] if seconds >= 1 else []
        doing = (_joined(os.path.basename(name), what.node, what.far) for name, what in self._doing.items())
        return clipped(_joined(", ".join(parts), " " * bool(self._doing), ", ".join(doing)), cells)

    def _draw(self) -> None:
        self._ended.wait(UNNOTICED)
        while not self._ended.is_set():
            with self._lock:
                self._write(_ERASE + self.text(self._cells()))
            self._ended.wait(PAUSE)
        with self._lock:
            self._write(_ERASE)

    def _cells(self) -> int:
        try:
            return os.get_terminal_size(self._file.fileno()).columns - 1
        except OSError:
            return 79

    def _write(self, text: str) -> None:
        try:
            self._file.write(text)
            self._file.flush()
        except OSError:
            # The terminal was closed; the work is not about it.
            self._ended.set()


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def display_for(total: int, *, file: TextIO | None = None) -> Display:
    """A line on the error stream if that is a terminal which can erase a line, and otherwise nothing."""
    stream = file or sys.stderr
    return StatusLine(stream, total) if stream.isatty() and os.environ.get("TERM") != "dumb" else NoDisplay()
