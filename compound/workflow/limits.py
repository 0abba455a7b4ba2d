"""How much a workflow may hold.

Whoever reads a file that somebody else wrote must not be kept busy by it: reading one, to the last check of its graph,
takes about a second at the most. Its text is therefore weighed before anything in it is looked up. A constant beyond
these limits belongs into an input. Data that is no text, a dict, was made by the caller, and is taken as it is.
"""

from __future__ import annotations

import typing
from typing import Any

from compound.errors.workflow import InvalidWorkflow

LARGEST = 1_000_000
"""Bytes of a text."""
DEEPEST = 100
"""Objects and lists inside each other."""
MOST = 50_000
"""What all values of a text may weigh together. A plain value weighs 1: it is read in about five microseconds."""
MOST_PARTS = 30_000
"""Parts of the types that a graph infers, `list[int]` having two; a type grows with each `gather` around another."""
_WEIGHTS = {
    "steps": 20,
    "of": 8, "union": 8, "tuple of": 8, "constrained": 8,
    "literal": 10, "$set": 10, "$frozenset": 10, "$pairs": 10, "keys": 10, "cases": 10,  # hashes may collide
    "properties": 50, "anyOf": 50, "schema": 50, "$defs": 500,  # a model is built for each
}  # fmt: skip
"""What each item under these keys weighs besides, by measurement."""


def refuse_excess(data: Any, where: str) -> None:
    """Raises InvalidWorkflow for data that is too much or too deep."""
    weight, level = 0, [data]
    for _ in range(DEEPEST):
        weight += len(level)
        if weight <= MOST:
            weight += sum(_weight(item) for item in level if type(item) is dict)
        if weight > MOST:
            raise InvalidWorkflow(where=where, problem=_TOO_MUCH)
        level = [inner for item in level if type(item) in (dict, list) for inner in _items(item)]
        if not level:
            return
    raise InvalidWorkflow(where=where, problem=f"it is nested too deeply: more than {DEEPEST} levels")


_TOO_MUCH = (
    f"it holds too much: its values, of which steps and types count many times, are more than {MOST:,}. "
    "Give large constants as inputs, and repeated steps as an `each`"
)


def _items(item: Any) -> Any:
    return item.values() if type(item) is dict else item


def _weight(item: dict[Any, Any]) -> int:
    found = [(weight, item[key]) for key, weight in _WEIGHTS.items() if key in item]
    return sum(weight * (len(inner) if isinstance(inner, dict | list) else 1) for weight, inner in found)


class Types:
    """The types that a graph infers, counted as they come."""

    def __init__(self) -> None:
        self._parts = 0

    def add(self, hint: Any, step: str) -> None:
        """Raises InvalidWorkflow when all of them have too many parts."""
        waiting = [hint]
        while waiting:
            self._parts += 1
            if self._parts > MOST_PARTS:
                raise InvalidWorkflow(where=step, problem=f"the types up to here have more than {MOST_PARTS:,} parts")
            waiting += typing.get_args(waiting.pop())
