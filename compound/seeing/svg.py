"""A pipeline's graph as an SVG that stands alone: no network, no script, no other program."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from compound.seeing.cards import LONGEST_LABEL, PADDING, SMALL, TITLE, Card, Sheet, String, sheet, text_width
from compound.seeing.family import FAMILIES
from compound.seeing.size import refuse_too_large
from compound.seeing.svg_style import STYLE
from compound.seeing.text import clipped, visible

if TYPE_CHECKING:
    import networkx

MARGIN = 28.0
HEADING = 40.0
LEGEND = 34.0


def to_svg(graph: networkx.DiGraph[str], heading: str = "") -> str:
    """The drawing of `pipeline.graph`, as the text of an SVG file; `heading` stands above it.

    It follows the reader's light or dark theme, and every node and edge has a tooltip. Names may hold anything.
    Raises TooLargeToDraw.
    """
    refuse_too_large(graph)
    drawing = sheet(graph)
    keys = _legend_entries(drawing)
    legend_width = sum(width for _, _, width in keys)
    heading = clipped(heading or graph.name, 120)
    width = 2 * MARGIN + max(drawing.width, legend_width, text_width(heading, TITLE + 2))
    height = 2 * MARGIN + HEADING + drawing.height + LEGEND
    size = {"width": _px(width), "height": _px(height), "viewBox": f"0 0 {_px(width)} {_px(height)}"}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "graphics-document document", **size})
    SubElement(root, "title").text = heading
    SubElement(root, "desc").text = f"The graph of a pipeline: {len(graph)} nodes and {graph.number_of_edges()} edges."
    SubElement(root, "style").text = STYLE
    SubElement(root, "rect", {"class": "paper", "width": "100%", "height": "100%"})
    _text(root, MARGIN, MARGIN + 14, heading, "heading")
    _draw(_shifted(root, MARGIN, MARGIN + HEADING), drawing)
    _draw_legend(_shifted(root, MARGIN, height - MARGIN), keys)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _draw(parent: Element, drawing: Sheet) -> None:
    wires = SubElement(parent, "g", {"class": "wires"})
    for string in reversed(drawing.strings):
        _draw_wire(wires, string)
    for card in drawing.cards:
        _draw_card(parent, card)


def _draw_wire(parent: Element, string: String) -> None:
    runs = string.wire.runs
    path = [f"M{_px(runs[0][0])},{_px(runs[0][2])}", f"H{_px(runs[0][1])}"]
    for (_, x, y), (left, right, level) in pairwise(runs):
        bend = _px((x + left) / 2)
        path += [f"C{bend},{_px(y)} {bend},{_px(level)} {_px(left)},{_px(level)}", f"H{_px(right)}"]
    group = SubElement(parent, "g", {"class": "wire maybe" if string.maybe else "wire"})
    SubElement(group, "title").text = visible(string.says)
    SubElement(group, "path", {"d": " ".join(path)})


def _draw_card(parent: Element, card: Card) -> None:
    box = card.box
    maybe = " maybe" if card.attributes["when"] is not None else ""
    says = visible(_tooltip(card))
    group = SubElement(
        parent,
        "g",
        {"class": f"card {card.family}{maybe}", "role": "graphics-symbol", "aria-label": says}
        | {"transform": f"translate({_px(box.x)} {_px(box.y)})"},
    )
    SubElement(group, "title").text = says
    round_ = "16" if card.family == "edge" else "7"
    SubElement(group, "rect", {"width": _px(box.width), "height": _px(box.height), "rx": round_})
    _text(group, PADDING, 20.5, card.title, "name")
    if card.note:
        _text(group, PADDING, 36.5, card.note, "note")
    for inlet, label in card.labels.items():
        y = box.inlets[inlet]
        _text(group, -13, y - 4.5, label, "type end")
        SubElement(group, "path", {"class": "tip", "d": f"M-9,{_px(y - 4)} L0,{_px(y)} L-9,{_px(y + 4)}Z"})
        if card.rows:
            _text(group, PADDING, y + 4, clipped(inlet, LONGEST_LABEL), "port")
    for outlet, y in box.outlets.items():
        if outlet:
            _text(group, box.width - PADDING, y + 4, clipped(outlet, LONGEST_LABEL), "port end")
    if card.body is not None:
        inside = _shifted(group, PADDING, box.height - PADDING - card.body.height)
        _draw(inside, card.body)


def _tooltip(card: Card) -> str:
    attributes = card.attributes
    step = attributes["step"]
    said = f"{attributes['label']}: {attributes['type']}"
    if step is not None and step.declaration is not None:
        said = f"{attributes['label']}{step.declaration.signature}"
    given = ", ".join(f"{port}={value!r}"[:80] for port, value in attributes["constants"])
    return f"{said}, with {given}" if given else said


def _legend_entries(drawing: Sheet) -> list[tuple[str, str, float]]:
    """Family, its words and its width, of the families that are seen."""
    seen = _families(drawing)
    words = [(name, text) for name, text in FAMILIES.items() if name in seen]
    if "maybe" in seen:
        words.append(("maybe", "may be skipped"))
    return [(name, text, 24 + text_width(text, SMALL) + 20) for name, text in words]


def _families(drawing: Sheet) -> set[str]:
    seen = {card.family for card in drawing.cards} | {"maybe" for string in drawing.strings if string.maybe}
    return seen.union(*(_families(card.body) for card in drawing.cards if card.body is not None))


def _draw_legend(parent: Element, entries: list[tuple[str, str, float]]) -> None:
    x = 0.0
    for name, words, width in entries:
        group = SubElement(parent, "g", {"class": f"card {name}", "transform": f"translate({_px(x)} 0)"})
        SubElement(group, "rect", {"y": "-10", "width": "17", "height": "12", "rx": "4"})
        _text(group, 24, 0, words, "note")
        x += width


def _shifted(parent: Element, x: float, y: float) -> Element:
    return SubElement(parent, "g", {"transform": f"translate({_px(x)} {_px(y)})"})


def _text(parent: Element, x: float, y: float, text: str, style: str) -> None:
    SubElement(parent, "text", {"class": style, "x": _px(x), "y": _px(y)}).text = text


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
