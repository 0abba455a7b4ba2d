"""The words of a row of the terminal drawing: a node with its ports and their types, wrapped at the ports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.text import Text

from compound.graph.view import Link
from compound.seeing.family import condition, manner
from compound.seeing.text import clipped

if TYPE_CHECKING:
    import networkx

INDENT = 4


def signature(graph: networkx.DiGraph[str], node: str, width: int, arrow: str, color: str) -> Iterator[Text]:
    """Lines of at most `width` cells: `name(port: type, port: type) → type`, and how it runs."""
    attributes = graph.nodes[node]
    line = Text()
    for word in _words(graph, node, arrow, color):
        word.plain, spaced = clipped(word.plain, width - INDENT), bool(line.plain.strip())
        if spaced and line.cell_len + word.cell_len > width:
            line.rstrip()
            yield line
            line = Text(" " * INDENT)
        line.append_text(word)
    line.rstrip()
    yield line
    del attributes
