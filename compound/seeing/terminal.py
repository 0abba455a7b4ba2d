"""A pipeline's graph for the terminal: a row a node, rails for its edges, types in its signature."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.text import Text

from compound.seeing.family import family
from compound.seeing.rails import Row, rows
from compound.seeing.signature import signature
from compound.seeing.signs import ASCII, BOX, DOWN, LEFT, RIGHT, UP, Signs
from compound.seeing.size import refuse_too_large

if TYPE_CHECKING:
    import networkx

WIDTH = 120
"""Cells, where no terminal says otherwise."""
COLORS = {
    "edge": "bright_black", "pure": "blue", "wait": "cyan", "model": "magenta", "make": "bright_black",
    "read": "green", "write": "yellow", "act": "red", "branch": "bright_magenta", "body": "bright_black",
}  # fmt: skip


def draw(graph: networkx.DiGraph[str], width: int = WIDTH, signs: Signs = BOX) -> Text:
    """The drawing of `pipeline.graph`, with styles; its `plain` is the bare text. Raises TooLargeToDraw.

    Lines are as wide as `width` at the most, unless the rails leave less than 30 cells for words.
    """
    refuse_too_large(graph)
    return Text("\n").join(_lines(graph, width, signs))


def show_graph(graph: networkx.DiGraph[str], file: TextIO | None = None) -> None:
    """Prints the drawing, in color on a terminal, in ASCII where the encoding has no box characters."""
    console = Console(file=file or sys.stdout, highlight=False)
    width = console.width if console.is_terminal else WIDTH
    if console.encoding.startswith("utf"):
        console.print(draw(graph, width), soft_wrap=True)
    else:
        plain = draw(graph, width, ASCII).plain
        console.file.write(plain.encode(console.encoding, "replace").decode(console.encoding) + "\n")


def _lines(graph: networkx.DiGraph[str], width: int, signs: Signs) -> Iterator[Text]:
    laid = rows(graph)
    columns = max(max(row.above | row.below | {row.span[1]}) for row in laid) + 1 if laid else 0
    room = max(30, width - 2 * columns - 1)
    for row in laid:
        attributes = graph.nodes[row.node]
        beside = _rails(row, attributes, columns, signs)
        after = _passing(row, columns, signs)
        for words in signature(graph, row.node, room, signs):
            yield beside + words
            beside = after
        if "body" in attributes:
            for line in _lines(attributes["body"], room - 4, signs):
                yield after + Text(f"  {signs.body} ", "dim") + line


def _rails(row: Row, attributes: dict[str, Any], columns: int, signs: Signs) -> Text:
    """The cells to the left of a row: a sign and a space, or the line to the next sign, for each column."""
    text = Text()
    for column in range(columns):
        if column == row.column:
            text.append(_mark(attributes, signs), COLORS[family(attributes)])
        else:
            text.append(signs.lines[_sides(row, column)], "dim")
        text.append(_between(row, column, signs), "dim")
    return text.append(" ")


def _between(row: Row, column: int, signs: Signs) -> str:
    """What stands to the right of a column."""
    low, high = row.span
    if row.collector is not None and row.collector > row.column and column == row.collector - 1:
        return signs.right
    if row.collector is not None and row.collector < row.column and column == row.collector:
        return signs.left
    return signs.lines[LEFT | RIGHT] if low <= column < high else " "


def _passing(row: Row, columns: int, signs: Signs) -> Text:
    """The rails that go on below a row, beside the further lines of its words."""
    cells = (signs.lines[UP | DOWN if column in row.below else 0] for column in range(columns))
    return Text(" ".join(cells) + "  ", "dim")


def _sides(row: Row, column: int) -> int:
    low, high = row.span
    upright = UP * (column in row.above) + DOWN * (column in row.below)
    if not low <= column <= high or (upright and column not in row.touched):
        return upright  # a line that passes behind a rail it has nothing to do with
    return upright + LEFT * (column > low) + RIGHT * (column < high)


def _mark(attributes: dict[str, Any], signs: Signs) -> str:
    if attributes["step"] is None:
        return signs.edge
    if attributes["when"] is not None:
        return signs.maybe
    return signs.branch if family(attributes) == "branch" else signs.node
