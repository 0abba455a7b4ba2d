"""The graphs that are measured, as plain data: ours, the loops without an engine, and the peers all run the same.

Needs the standard library alone: scripts in the peers' environments import it too.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

START = "start"
"""Where a graph's input stands among the sources."""

MODULUS = 1_000_003
"""Keeps the sums of the grid small."""


class Place(NamedTuple):
    """A node in a graph; places come after their sources."""

    name: str
    function: Callable[..., Any]
    sources: tuple[str, ...]


Graph = list[Place]


def inc(x: int) -> int:
    return x + 1


def total(*xs: int) -> int:
    return sum(xs) % MODULUS


def chain(length: int) -> Graph:
    """One after the other."""
    names = [START, *(f"n{index}" for index in range(length))]
    return [Place(name, inc, (before,)) for before, name in pairwise(names)]


def fan_out(width: int) -> Graph:
    """One before many before one."""
    workers = [Place(f"w{index}", inc, ("source",)) for index in range(width)]
    return [Place("source", inc, (START,)), *workers, Place("sum", total, tuple(worker.name for worker in workers))]


def grid(layers: int, width: int) -> Graph:
    """Layers of nodes that each read the whole layer before, and one node at the end."""
    graph = [Place(f"g0_{column}", inc, (START,)) for column in range(width)]
    for layer in range(1, layers):
        before = tuple(f"g{layer - 1}_{column}" for column in range(width))
        graph += [Place(f"g{layer}_{column}", total, before) for column in range(width)]
    return [*graph, Place("sum", total, tuple(f"g{layers - 1}_{column}" for column in range(width)))]


def text_of(number: int) -> str:
    return f"{number} and {number + 1}"


def words(text: str) -> list[str]:
    return text.split()


def joined(words: list[str], number: int) -> str:
    return f"{number} of {' '.join(words)}"


def length(text: str) -> int:
    return len(text)


def half(number: int) -> float:
    return number / 2


def rounded(number: float) -> int:
    return round(number)


def few_types(size: int) -> Graph:
    """Six kinds of node over four types, one of them with two inputs, again and again."""
    graph: Graph = []
    number = START
    for turn in range(-(-size // 6)):
        graph += [
            Place(f"text{turn}", text_of, (number,)),
            Place(f"words{turn}", words, (f"text{turn}",)),
            Place(f"joined{turn}", joined, (f"words{turn}", number)),
            Place(f"length{turn}", length, (f"joined{turn}",)),
            Place(f"half{turn}", half, (f"length{turn}",)),
            Place(f"rounded{turn}", rounded, (f"half{turn}",)),
        ]
        number = f"rounded{turn}"
    return graph


SHAPES: dict[str, Graph] = {"chain 1,000": chain(1_000), "fan-out 1,000": fan_out(1_000), "grid 10 × 10": grid(10, 10)}
