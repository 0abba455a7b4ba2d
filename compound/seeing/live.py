"""Progress on a terminal: a few rows that are drawn over and over, and gone when the run is over."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from compound.seeing.board import Board, NodeState
from compound.seeing.duration import duration
from compound.seeing.text import clipped

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
MARKS = {"waiting": ("·", "dim"), "done": ("✓", "green"), "failed": ("✗", "red")}
NAME, WORDS = 40, 60
"""Cells."""


class LivePainter:
    """Paints a board on a terminal with Rich."""

    pause = 0.1
    """Seconds between two paintings."""

    def __init__(self, console: Console) -> None:
        self._console = console
        # Output of nodes goes above the rows, but never from a pipe or file to this terminal.
        self._live = Live(console=console, auto_refresh=False, transient=True, redirect_stdout=sys.stdout.isatty())
        self._live.start()

    def look(self, board: Board) -> Group:
        """The rows of this moment."""
        return picture(board, max(3, self._console.height - 3))

    def show(self, seen: Group) -> None:
        """Draws them over those of before."""
        self._live.update(seen, refresh=True)

    def close(self) -> None:
        """Takes the rows away."""
        self._live.stop()


def picture(board: Board, most: int) -> Group:
    """The board in at most so many rows and a heading: what runs and what failed comes before all else."""
    now = board.clock()
    grid = Table.grid(padding=(0, 1))
    for node, name in _chosen(board, most):
        grid.add_row(_mark(node, now), _name(node, name), _seconds(node, now), *_details(node))
    heading = Text.assemble(
        (clipped(board.title or "running", NAME), "bold"),
        f"  {duration(now - board.began)}  " if board.title else "",
        (f"{board.finished:,} of {len(board.own):,} nodes" if board.title else "", "dim"),
    )
    return Group(heading, grid)


def _chosen(board: Board, most: int) -> list[tuple[NodeState, str]]:
    """Nodes and how they are called: all, bodies indented, or where there is no room what is of interest."""
    if len(board.nodes) <= most:
        return list(_indented(board.own, "", ""))
    busy = {**board.troubled, **board.active}
    return [(node, node.name) for node in list(busy.values())[-most:]]


def _indented(nodes: list[NodeState], indent: str, prefix: str) -> Iterator[tuple[NodeState, str]]:
    for node in nodes:
        yield node, indent + node.name.removeprefix(prefix)
        yield from _indented(node.inner, f"{indent}  ", f"{node.name}/")


def _mark(node: NodeState, now: float) -> Text:
    if node.state == "running":
        return Text(SPINNER[int(now * 10) % len(SPINNER)], "cyan")
    return Text(*MARKS[node.state])


def _name(node: NodeState, name: str) -> Text:
    return Text(clipped(name, NAME), "dim" if node.state == "waiting" else "")


def _seconds(node: NodeState, now: float) -> Text:
    seconds = now - node.since if node.running else node.seconds
    return Text(duration(seconds) if seconds else "", "dim", justify="right")


def _details(node: NodeState) -> list[Text | ProgressBar]:
    """How far a node is, in a bar where it knows its total, and in words."""
    words: list[str] = []
    bar: Text | ProgressBar = Text()
    if node.progress is not None:
        done, total = node.progress.done, node.progress.total
        bar = ProgressBar(total=total, completed=done, width=16) if total else bar
        words += [f"{done:g}/{total:g}" if total else f"{done:g}", node.progress.message]
    words += [f"{node.done:,} done" if node.running and node.done else "", node.tail.replace("\n", " ")[-WORDS:]]
    words += [f"attempt {node.retries + 1}" if node.retries else "", node.trouble]
    style = "red" if node.state == "failed" else "dim"
    return [bar, Text(clipped("  ".join(word for word in words if word), WORDS), style)]
