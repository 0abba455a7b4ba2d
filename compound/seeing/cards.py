"""Nodes as cards: what is written on each, how big that makes it, and how the cards of a graph stand together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from compound.seeing.family import condition, family, manner
from compound.seeing.inlets import inlets
from compound.seeing.layout import Box, Wire, lay_out
from compound.seeing.text import clipped

if TYPE_CHECKING:
    import networkx

TITLE, SMALL = 13, 11
"""Sizes of type, in pixels."""
CELL = 0.603
"""Width of a letter of a monospaced face, of its size: DejaVu Sans Mono, the widest of those that are common."""
PADDING = 12.0
ROW = 19.0
LONGEST_TITLE, LONGEST_LABEL = 34, 30
"""In letters; the tooltip has all of it."""


@dataclass(eq=False, slots=True)
class Sheet:
    """A graph on its cards."""

    cards: list[Card]
    strings: list[String]
    width: float
    height: float


@dataclass(eq=False, slots=True)
class Card:
    """One node. Rows, where there is more than one inlet or a field is read, name inlets and outlets."""

    attributes: dict[str, Any]
    title: str
    note: str
    labels: dict[str, str]
    """Type before each inlet."""
    box: Box
    rows: bool
    head: float
    body: Sheet | None = None
    family: str = field(init=False)

    def __post_init__(self) -> None:
        self.family = family(self.attributes)


@dataclass(eq=False, slots=True)
class String:
    """A wire, with what it means."""

    wire: Wire
    says: str
    maybe: bool
    """Whether it may be that nothing is sent along it."""


def text_width(text: str, size: int) -> float:
    """Width in pixels of a text in a monospaced face."""
    return cell_len(text) * size * CELL


def sheet(graph: networkx.DiGraph[str]) -> Sheet:
    """The cards of a graph, placed."""
    cards = {node: _card(graph, node) for node in graph}
    strings = sorted(_strings(graph), key=lambda string: string.maybe)  # a dashed wire on a solid one is not seen
    width, height = lay_out([card.box for card in cards.values()], [string.wire for string in strings])
    return Sheet(list(cards.values()), strings, width, height)


def _strings(graph: networkx.DiGraph[str]) -> list[String]:
    numbers = {node: number for number, node in enumerate(graph)}
    return [
        String(
            Wire(numbers[source], link.field, numbers[target], link.port),
            f"{graph.nodes[source]['label']}{link.field} → {graph.nodes[target]['label']}.{link.port}: {link.type}",
            bool(link.when or graph.nodes[target]["when"]),
        )
        for source, target, edge in graph.edges(data=True)
        for link in edge["links"]
    ]


def _card(graph: networkx.DiGraph[str], node: str) -> Card:
    attributes = graph.nodes[node]
    labels = _labels(graph, node)
    fields = list(dict.fromkeys(link.field for edge in graph.succ[node].values() for link in edge["links"]))
    title, note = clipped(attributes["label"], LONGEST_TITLE), clipped(_note(attributes), LONGEST_TITLE + 6)
    rows = len(labels) > 1 or any(fields)
    head = 46.0 if note else 32.0
    body = sheet(attributes["body"]) if "body" in attributes else None
    box = _box(title, note, head, list(labels) if rows else [], [name for name in fields if name])
    box.inlets = box.inlets or dict.fromkeys(labels, head / 2)
    box.outlets[""] = head / 2
    box.approach = max((text_width(label, SMALL) for label in labels.values()), default=0.0) + 20
    if body is not None:
        box.width = max(box.width, body.width + 2 * PADDING)
        box.height += body.height + 1.5 * PADDING
    return Card(attributes, title, note, labels, box, rows, head, body)


def _box(title: str, note: str, head: float, inlets: list[str], outlets: list[str]) -> Box:
    left = max((text_width(clipped(name, LONGEST_LABEL), SMALL) for name in inlets), default=0.0)
    right = max((text_width(clipped(name, LONGEST_LABEL), SMALL) for name in outlets), default=0.0)
    rows = max(len(inlets), len(outlets))
    return Box(
        max(text_width(title, TITLE), text_width(note, SMALL), left + right + (left and right and 16)) + 2 * PADDING,
        head + rows * ROW + (6 if rows else 0),
        {name: head + (row + 0.5) * ROW for row, name in enumerate(inlets)},
        {name: head + (row + 0.5) * ROW for row, name in enumerate(outlets)},
    )


def _labels(graph: networkx.DiGraph[str], node: str) -> dict[str, str]:
    """The types that reach each inlet, inlets in the order in which the node takes them."""
    return {
        port: clipped(" | ".join(dict.fromkeys(link.type for _, link in arriving)), LONGEST_LABEL)
        for port, arriving in inlets(graph, node).items()
    }


def _note(attributes: dict[str, Any]) -> str:
    """The small line under the title."""
    if attributes["when"] is not None:
        return condition(attributes)
    kind, label = attributes["kind"], attributes["label"].rpartition("/")[2].partition("#")[0]
    known = attributes["step"] is not None and kind != label
    given = ", ".join(f"{port}={value!r}" for port, value in attributes["constants"])
    return ", ".join(word for word in (kind if known else "", given, manner(attributes)) if word)
