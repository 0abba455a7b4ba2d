"""What differs between two runs, in lines for people: the cause first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from compound.journal.reading.paths import place_of
from compound_pipelines.cli.recorded import SHORT
from compound_pipelines.cli.run_lines import line_of

if TYPE_CHECKING:
    from compound.journal.reading.differing import Change, NodeChange, RunsDiffer

_DIGEST = 64
_NOTABLE = 2.0
"""How many times as long, or as short, a node must have taken for that to be told."""
_LONG = 0.01
"""Seconds that one of both must have taken for that."""


def diff_lines(found: RunsDiffer) -> Iterator[str]:
    """All lines."""
    yield f"- {line_of(found.before)}"
    yield f"+ {line_of(found.after)}"
    yield from (f"cause: {cause}" for cause in _causes(found))
    if found.graph is None:
        yield "the graphs cannot be compared: one of them has no serialised form"
    yield from _part("graph", [_change(change) for change in found.graph or ()])
    yield from _part("inputs", [_change(change) for change in found.inputs])
    yield from _part("code, settings and versions", list(_recipes(found)))
    yield from _part("nodes", [_node(node) for node in found.nodes if node.changes or _is_notable(node)])
    yield from _part("decisions", [_change(change) for change in found.decisions])
    if found.output is not None:
        yield _change(found.output)


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from (f"  {line}" for line in lines)


def _causes(found: RunsDiffer) -> Iterator[str]:
    """Where the difference begins; inputs of the run where no node is to blame."""
    for node in found.causes:
        parts = found.recipes.get(place_of(node.path), ())
        why = f"changed: {', '.join(part.what for part in parts)}" if parts else "nothing that it rests on has changed"
        yield f"{node.path} ended otherwise on equal inputs ({why})"
    if not found.causes and found.inputs:
        yield f"other inputs ({', '.join(change.what for change in found.inputs)})"
    elif not found.causes and found.graph:
        yield f"another graph ({', '.join(change.what for change in found.graph)})"


def _recipes(found: RunsDiffer) -> Iterator[str]:
    """Each change once, with the nodes that have it."""
    nodes: dict[Change, list[str]] = {}
    for place, changes in found.recipes.items():
        for change in changes:
            nodes.setdefault(change, []).append(place)
    for change, places in nodes.items():
        yield f"{_change(change)}  ({', '.join(places)})"


def _node(node: NodeChange) -> str:
    before, after = node.seconds
    if before is None or after is None:
        return f"{node.path}  ran in the {'second' if before is None else 'first'} alone"
    told = [_change(change) for change in node.changes]
    if _is_notable(node):
        told.append(f"{before:.3f} s -> {after:.3f} s ({node.ratio:.2g} times as long)")
    return f"{node.path}  {'; '.join(told)}"


def _is_notable(node: NodeChange) -> bool:
    longest = max(second or 0.0 for second in node.seconds)
    return longest >= _LONG and node.ratio is not None and not 1 / _NOTABLE < node.ratio < _NOTABLE


def _change(change: Change) -> str:
    if change.before is None:
        return f"{change.what}: added, {_short(change.after)}"
    if change.after is None:
        return f"{change.what}: removed, was {_short(change.before)}"
    return f"{change.what}: {_short(change.before)} -> {_short(change.after)}"


def _short(told: str | None) -> str:
    """Text as it is, the beginning of a digest."""
    text = told or ""
    is_digest = len(text) == _DIGEST and not set(text) - set("0123456789abcdef")
    return f"{text[:SHORT]}…" if is_digest else text
