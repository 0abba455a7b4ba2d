"""What is shown while a run goes on."""

from __future__ import annotations

import io
import threading
from collections.abc import Generator
from dataclasses import dataclass

from rich.console import Console

from compound import Failed, current_node, each, node, pipeline
from compound.run.events import Event, NodeFinished, NodePartial, NodeProgress, NodeStarted, RunStarted
from compound.seeing.board import Board
from compound.seeing.lines import LinePainter
from compound.seeing.live import picture
from compound.seeing.progress import Progress

OUT = Failed("fetch", OSError("no network"))


@dataclass
class Clock:
    """Time that goes on when it is told to."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Watched(io.StringIO):
    """A stream that lets others wait until something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


class Terminal(Watched):
    def isatty(self) -> bool:
        return True


def board_of(*events: Event, clock: Clock | None = None) -> Board:
    board = Board(clock or Clock())
    board.take(RunStarted("reading", ("load", "each", "fetch")))
    for event in events:
        board.take(event)
    return board


def rows(board: Board, most: int = 20) -> list[list[str]]:
    console = Console(width=120, no_color=True)
    with console.capture() as capture:
        console.print(picture(board, most))
    return [line.split() for line in capture.get().splitlines()]


def test_every_node_has_a_state() -> None:
    board = board_of(NodeFinished("load", "succeeded", 1.5), NodeStarted("fetch"), NodeStarted("each[0]/read"))
    assert {name: node.state for name, node in board.nodes.items()} == {
        "load": "done",
        "each": "running",
        "each/read": "running",
        "fetch": "running",
    }
    assert rows(board)[0] == ["reading", "0", "µs", "1", "of", "3", "nodes"]
    assert [row[1] for row in rows(board)[1:]] == ["load", "each", "read", "fetch"]


def test_calls_for_the_items_of_an_each_are_counted_together() -> None:
    started = [NodeStarted(f"each[{n}]/read") for n in range(3)]
    board = board_of(*started, NodeFinished("each[1]/read", "succeeded", 0.5))
    assert (board.nodes["each/read"].running, board.nodes["each/read"].done) == (2, 1)
    assert rows(board)[3][-2:] == ["1", "done"]


def test_steps_of_nested_pipelines_are_no_body() -> None:
    board = Board(Clock())
    board.take(RunStarted("outer", ("inner/load", "inner/each")))
    board.take(NodeFinished("inner/load", "succeeded", 0.1))
    board.take(NodeFinished("inner/each[0]/inner/read", "succeeded", 0.1))
    assert [node.name for node in board.own] == ["inner/load", "inner/each"]
    assert [node.name for node in board.own[1].inner] == ["inner/each/inner/read"]
    assert board.finished == 1


def test_progress_partial_output_and_failures_are_shown() -> None:
    board = board_of(
        NodeStarted("load"),
        NodeProgress("load", 3, 10, "pages"),
        NodeStarted("each[0]/write"),
        *(NodePartial("each[0]/write", word) for word in ("Once ", "upon\n", "a time")),
        NodeStarted("fetch"),
        NodeFinished("fetch", "retrying", 1.0, OUT),
        NodeStarted("fetch", 2),
    )
    shown = {row[1]: " ".join(row) for row in rows(board)[1:]}
    assert shown["load"].endswith("3/10 pages")
    assert shown["write"].endswith("Once upon a time")
    assert shown["fetch"].endswith("attempt 2 OSError: no network")


def test_where_there_is_no_room_what_runs_and_what_failed_is_shown() -> None:
    board = Board(Clock())
    board.take(RunStarted("wide", tuple(f"n{n}" for n in range(100))))
    board.take(NodeStarted("n40"))
    board.take(NodeStarted("n41"))
    board.take(NodeFinished("n41", "failed", 1.0, OUT))
    assert [row[1] for row in rows(board, most=10)[1:]] == ["n41", "n40"]


def test_without_a_terminal_long_nodes_get_a_line_less_and_less_often() -> None:
    clock, out = Clock(), io.StringIO()
    painter, board = LinePainter(out), board_of(NodeStarted("load"), clock=clock)
    for _ in range(60):
        clock.now += 1
        painter.show(painter.look(board))
    board.take(NodeFinished("load", "succeeded", 60))
    painter.show(painter.look(board))
    assert out.getvalue().splitlines() == [
        "load: running for 5.0 s",
        "load: running for 10.0 s",
        "load: running for 20.0 s",
        "load: running for 40.0 s",
        "load: done after 1:00 min",
    ]


def test_without_a_terminal_retries_and_failures_get_a_line() -> None:
    out = io.StringIO()
    painter, board = LinePainter(out), board_of(NodeFinished("fetch", "retrying", 1.0, OUT))
    painter.show(painter.look(board))
    board.take(NodeFinished("fetch", "failed", 1.0, OUT))
    painter.show(painter.look(board))
    painter.show(painter.look(board))
    assert out.getvalue().splitlines() == [
        "fetch: trying again (1): OSError: no network",
        "fetch: failed: OSError: no network",
    ]


@node
def double(x: int) -> int:
    return 2 * x


@pipeline
def short(xs: list[int]) -> list[int]:
    return each(double, xs)


def test_a_short_run_shows_nothing() -> None:
    out = Terminal()
    assert short.using(listener=Progress(out, after=3600))([1, 2]) == [2, 4]
    assert out.getvalue() == ""


def test_a_long_run_is_drawn_on_a_terminal_and_cleared_at_the_end() -> None:
    out = Terminal()

    @node(blocking=True)
    def wait(x: int) -> int:
        current_node().progress(1, 2, "halfway")
        assert out.written.wait(30)
        return x

    @pipeline
    def long(x: int) -> int:
        return wait(x)

    assert long.using(listener=Progress(out, after=0))(1) == 1
    assert "long" in out.getvalue()
    assert "\x1b[?25h" in out.getvalue()  # the cursor is shown again
    assert not [thread for thread in threading.enumerate() if thread.name == "compound-progress"]


def test_around_a_map_it_is_a_context_manager() -> None:
    out = Terminal()

    @node
    def speak(x: int) -> Generator[str, None, int]:
        yield f"word{x}"
        assert out.written.wait(30)
        return x

    @pipeline
    def spoken(x: int) -> int:
        return speak(x)

    with Progress(out, after=0) as progress:
        assert list(spoken.using(listener=progress).map([1, 2])) == [1, 2]
    assert out.getvalue()
    assert not [thread for thread in threading.enumerate() if thread.name == "compound-progress"]
