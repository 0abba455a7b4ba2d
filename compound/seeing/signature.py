"""The words of a row of the terminal drawing: a node, its ports and their types, wrapped at the ports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from compound.seeing.family import condition, manner
from compound.seeing.inlets import inlets
from compound.seeing.text import visible

if TYPE_CHECKING:
    import networkx

    from compound.seeing.signs import Signs

INDENT = "    "
"""Before the second and further lines of a row."""
TYPE, DIM = "cyan", "dim"


def signature(graph: networkx.DiGraph[str], node: str, width: int, signs: Signs) -> Iterator[Text]:
    """Lines of at most `width` cells: `name(port: type, port: type) → type`, and how the node runs."""
    line = Text()
    for word in _words(graph, node, signs):
        word.truncate(width - len(INDENT), overflow="ellipsis")
        if line.plain.strip() and line.cell_len + len(word.plain.rstrip()) > width:
            line.rstrip()
            yield line
            line = Text(INDENT)
        line.append_text(word)
    line.rstrip()
    yield line


def _words(graph: networkx.DiGraph[str], node: str, signs: Signs) -> Iterator[Text]:
    attributes = graph.nodes[node]
    name, type_ = visible(attributes["label"]), visible(attributes["type"])
    if attributes["step"] is None:
        yield Text.assemble((name, "bold"), ": ", (type_, TYPE))
        return
    ports = [*_inlets(graph, node, signs.times), *(_constant(name, value) for name, value in attributes["constants"])]
    yield Text.assemble((name, "bold"), "() " if not ports else "(")
    for number, port in enumerate(ports):
        yield port.append(", " if number + 1 < len(ports) else ") ")
    yield Text.assemble(f"{signs.arrow} ", (type_, TYPE), "  ")
    for words in (condition(attributes), manner(attributes)):
        if words:
            yield Text(f"{visible(words)}  ", DIM)


def _inlets(graph: networkx.DiGraph[str], node: str, times: str) -> Iterator[Text]:
    """`port: type` for each port, with the field that is read for it, and how many edges a port takes."""
    for port, arriving in inlets(graph, node).items():
        links = [link for _, link in arriving]
        types = " | ".join(dict.fromkeys(link.type for link in links))
        text = Text.assemble(f"{visible(port)}: ", (visible(types), TYPE))
        if len(links) > 1:
            text.append(f" {times}{len(links)}", DIM)
        elif links[0].field:
            text.append(visible(f" = {arriving[0][0]}{links[0].field}"), DIM)
        yield text


def _constant(port: str, value: object) -> Text:
    return Text.assemble(f"{visible(port)}=", (visible(f"{value!r}"[:40]), DIM))
