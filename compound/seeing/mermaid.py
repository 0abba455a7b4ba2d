"""A pipeline's graph in Mermaid's language, for pages that draw it: Markdown on most forges, Prefect's own page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from compound.errors.seeing import TooLargeToDraw
from compound.seeing.family import family
from compound.seeing.mermaid_style import STYLES
from compound.seeing.size import refuse_too_large
from compound.seeing.text import clipped

if TYPE_CHECKING:
    import networkx

EDGES, LETTERS = 500, 50_000
"""What Mermaid draws at the most: `maxEdges` and `maxTextSize` of its configuration schema (mermaid.js.org)."""
LONGEST = 40
"""Cells of a label."""
_KEPT = frozenset(" .,()[]/_-=+×")


def to_mermaid(
    graph: networkx.DiGraph[str], outcomes: Mapping[str, str] | None = None, notes: Mapping[str, str] | None = None
) -> str:
    """`pipeline.graph` as a Mermaid flowchart, downwards, since pages are narrow. Names may hold anything.

    Nodes are colored by their `outcomes` (see outcomes.py), and have their `notes` on a second line; both are by node
    id, those of bodies `each/node`. Raises TooLargeToDraw beyond what Mermaid draws.
    """
    refuse_too_large(graph)
    drawing = _Drawing(outcomes or {}, notes or {})
    text = "\n".join(["flowchart TD", *drawing.lines(graph, "", "  "), *drawing.classes(), ""])
    if drawing.edges > EDGES:
        raise TooLargeToDraw(pipeline=graph.name, nodes=drawing.edges, limit=EDGES, unit="edges")
    if len(text) > LETTERS:
        raise TooLargeToDraw(pipeline=graph.name, nodes=len(text), limit=LETTERS, unit="letters")
    return text


class _Drawing:
    """Names are given to nodes here: their own might be words of the language."""

    def __init__(self, outcomes: Mapping[str, str], notes: Mapping[str, str]) -> None:
        self.edges = 0
        self._outcomes = outcomes
        self._notes = notes
        self._numbers = count()
        self._styled: dict[str, list[str]] = {}

    def lines(self, graph: networkx.DiGraph[str], prefix: str, indent: str) -> Iterator[str]:
        """The nodes of a graph, with what is in their bodies, and then its edges."""
        names = {node: f"n{next(self._numbers)}" for node in graph}
        for node, attributes in graph.nodes(data=True):
            path, name = prefix + node, names[node]
            self._styled.setdefault(self._style(path, attributes), []).append(name)
            if "body" in attributes:
                yield f"{indent}subgraph {name}[{self._label(path, attributes)}]"
                yield from self.lines(attributes["body"], f"{path}/", f"{indent}  ")
                yield f"{indent}end"
            else:
                yield f"{indent}{name}{self._shape(path, attributes)}"
        for source, target, edge in graph.edges(data=True):
            self.edges += 1
            maybe = graph.nodes[target]["when"] or all(link.when for link in edge["links"])
            said = escaped(", ".join(dict.fromkeys(link.field or link.type for link in edge["links"])))
            yield f'{indent}{names[source]} {"-.->" if maybe else "-->"}|"{said}"| {names[target]}'

    def classes(self) -> Iterator[str]:
        """The styles that are used, and which nodes have them."""
        for style, names in self._styled.items():
            yield f"  classDef {style} {STYLES[style]}"
            yield f"  class {','.join(names)} {style}"

    def _shape(self, path: str, attributes: dict[str, Any]) -> str:
        label = self._label(path, attributes)
        match family(attributes):
            case "edge":
                return f"([{label}])"
            case "branch":
                return f"{{{label}}}"
            case _:
                return f"[{label}]"

    def _label(self, path: str, attributes: dict[str, Any]) -> str:
        lines = [attributes["label"], *([self._notes[path]] if path in self._notes else [])]
        return '"' + "<br/>".join(map(escaped, lines)) + '"'

    def _style(self, path: str, attributes: dict[str, Any]) -> str:
        if path in self._outcomes:
            return self._outcomes[path]
        if family(attributes) == "edge":
            return "edge"
        return "inner" if "body" not in attributes else "body"


def escaped(text: str) -> str:
    """The text in at most 40 cells, all of its signs that could mean something as numbers."""
    return "".join(sign if sign.isalnum() or sign in _KEPT else f"#{ord(sign)};" for sign in clipped(text, LONGEST))
