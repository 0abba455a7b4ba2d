"""Showing how far a run is while it goes on, if it takes long enough to wonder."""

from __future__ import annotations

import atexit
import sys
from threading import Event as Signal
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Protocol, TextIO

from compound.run.events import Event, RunFinished, RunStarted
from compound.seeing.board import Board

UNNOTICED = 0.3
"""Seconds; a run that is over sooner shows nothing."""


class Painter(Protocol):
    """What shows a board: it looks while the board stands still, and shows what it saw while the run goes on."""

    pause: float

    def look(self, board: Board) -> Any: ...

    def show(self, seen: Any) -> None: ...

    def close(self) -> None: ...


class Progress:
    """A listener that shows each node of a run, its progress, partial output, retries and failures.

    `pipeline.using(listener=Progress())` shows every run that takes more than 0.3 s. Around a `map`, whose end no
    event tells, it is a context manager: `with Progress() as progress: pipeline.using(listener=progress).map(…)`.
    On a terminal the rows are drawn in place and vanish at the end; elsewhere long nodes get a line now and then.
    """

    def __init__(self, file: TextIO | None = None, after: float = UNNOTICED) -> None:
        """Shows on `file` (by default the error stream) what takes longer than `after` seconds."""
        self._file = file
        self._after = after
        self._board = Board()
        self._lock = Lock()
        self._open = 0
        self._showing: _Showing | None = None

    def __call__(self, event: Event) -> None:
        """Takes an event; the drawing is done by a thread of its own."""
        with self._lock:
            self._board.take(event)
        if isinstance(event, RunStarted):
            self.__enter__()
        elif isinstance(event, RunFinished):
            self.__exit__()

    def __enter__(self) -> Progress:
        with self._lock:
            self._open += 1
            if self._showing is None:
                self._showing = _Showing(self._board, self._lock, self._file or sys.stderr, self._after)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        with self._lock:
            self._open -= 1
            ended = None
            if not self._open:
                ended, self._showing = self._showing, None
        if ended is not None:
            ended.end()


class _Showing:
    """The thread that paints, from when it is worth while until it is told to end."""

    def __init__(self, board: Board, lock: Lock, file: TextIO, after: float) -> None:
        self._board = board
        self._lock = lock
        self._file = file
        self._after = after
        self._ended = Signal()
        self._thread = Thread(target=self._paint, name="compound-progress", daemon=True)
        self._thread.start()
        atexit.register(self.end)  # an interrupted run has no last event, and the cursor must come back

    def end(self) -> None:
        """Stops painting and tidies up."""
        atexit.unregister(self.end)
        self._ended.set()
        self._thread.join()

    def _paint(self) -> None:
        if self._ended.wait(self._after):
            return
        painter = painter_for(self._file)
        self._show(painter)
        while not self._ended.wait(painter.pause):
            self._show(painter)
        self._show(painter)
        painter.close()

    def _show(self, painter: Painter) -> None:
        with self._lock:
            seen = painter.look(self._board)
        painter.show(seen)


def painter_for(file: TextIO) -> Painter:
    """The painter that suits a stream."""
    if file.isatty():
        from rich.console import Console

        from compound.seeing.live import LivePainter

        return LivePainter(Console(file=file))
    from compound.seeing.lines import LinePainter

    return LinePainter(file)
