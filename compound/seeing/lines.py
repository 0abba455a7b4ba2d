"""Progress where there is no terminal: a line for what takes long, for retries and for failures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from compound.seeing.board import Board, NodeState
from compound.seeing.duration import duration
from compound.seeing.text import visible

LONG = 5.0
"""Seconds after which a node is named; it is named again whenever that time has doubled."""


class LinePainter:
    """Writes what is new on a board as lines."""

    pause = 1.0
    """Seconds between two looks at the board."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._next: dict[str, float] = {}
        self._told: dict[str, tuple[int, int]] = {}

    def look(self, board: Board) -> list[str]:
        """Names nodes that run for long, those of them that have ended, retries and failures."""
        return [*self._troubles(board), *self._ends(board), *self._long_ones(board)]

    def show(self, seen: list[str]) -> None:
        """Writes the lines."""
        for line in seen:
            print(visible(line), file=self._file, flush=True)

    def close(self) -> None:
        """Everything has been said."""

    def _troubles(self, board: Board) -> Iterator[str]:
        for node in board.troubled.values():
            state = (node.retries, node.failed)
            if self._told.get(node.name) != state:
                self._told[node.name] = state
                what = "failed" if node.failed else f"trying again ({node.retries})"
                yield f"{node.name}: {what}: {node.trouble}"

    def _ends(self, board: Board) -> Iterator[str]:
        for name in [name for name in self._next if name not in board.active]:
            del self._next[name]
            node = board.nodes.get(name)
            if node is not None and not node.failed:
                yield f"{name}: done after {duration(node.seconds)}"

    def _long_ones(self, board: Board) -> Iterator[str]:
        for node in board.active.values():
            so_far = board.clock() - node.since
            if so_far >= self._next.get(node.name, LONG):
                self._next[node.name] = 2 * so_far
                yield f"{node.name}: running for {duration(so_far)}{_how_far(node)}"


def _how_far(node: NodeState) -> str:
    words = [f"{node.done:,} done"] if node.done else []
    if node.progress is not None:
        done, total, message = node.progress.done, node.progress.total, node.progress.message
        words += [f"{done:g} of {total:g}" if total else f"{done:g}", *([message] if message else [])]
    return f", {', '.join(words)}" if words else ""
