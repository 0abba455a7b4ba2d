"""Columns of a table whose cells may span several of them, or several rows."""

from __future__ import annotations

from compound_nodes.flow import Passage

MOST_COLUMNS = 64
"""That spans fill up; a file may claim any number."""

Cell = list[Passage]
Row = list[Cell]


class Grid:
    """Tells where the next cell of a row stands, so that what is in one column stays in it."""

    def __init__(self) -> None:
        self._rows_left: dict[int, int] = {}
        """Of cells from rows above, by column."""

    def place(self, row: Row, *, columns: int = 1, rows: int = 1) -> Cell:
        """A new cell at the end of the row, after what reaches down from above; it spans so many columns and rows."""
        self._fill(row)
        cell: Cell = []
        first, end = len(row), min(len(row) + columns, max(MOST_COLUMNS, len(row) + 1))
        row.append(cell)
        row.extend([] for _ in range(first + 1, end))
        self._rows_left.update((column, rows) for column in range(first, end) if rows > 1)
        return cell

    def end(self, row: Row) -> None:
        """Called once after each row."""
        self._fill(row)
        self._rows_left = {column: rows - 1 for column, rows in self._rows_left.items() if rows > 1}

    def _fill(self, row: Row) -> None:
        while len(row) in self._rows_left:
            row.append([])


def span(value: str | None) -> int:
    """Columns or rows that a cell says it spans; 1 when it says nothing of sense."""
    return max(1, int(value)) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1
