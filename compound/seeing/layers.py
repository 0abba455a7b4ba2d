"""Layers of a drawing, left to right, and the order within each, with few crossings.

After Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981): longest
paths give the layers, wires that span several pass through a spot in each, barycentres of neighbours give the order.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

SWEEPS = 16
"""Passes over the layers; more have not removed a crossing in the graphs that were tried."""


@dataclass(eq=False, slots=True)
class Spot:
    """A place in a layer: of a box, or of a wire that passes through."""

    layer: int
    height: float
    box: int | None
    """Number of the box, or None where a wire passes through."""
    index: int = 0
    y: float = 0.0
    before: list[Joint] = field(default_factory=list)
    after: list[Joint] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Joint:
    """A piece of wire between neighbouring layers, with its distance from the top of the spot at either end."""

    source: Spot
    leaves: float
    target: Spot
    enters: float

    def place_in_source(self) -> float:
        """Where it leaves, counted in spots."""
        return self.source.index + self.leaves / (self.source.height + 1)

    def place_in_target(self) -> float:
        """Where it enters, counted in spots."""
        return self.target.index + self.enters / (self.target.height + 1)


def layer_numbers(count: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """The layer of each of so many boxes in topological order: after all that lead to it, near what it leads to."""
    before: list[set[int]] = [set() for _ in range(count)]
    after: list[set[int]] = [set() for _ in range(count)]
    for source, target in edges:
        before[target].add(source)
        after[source].add(target)
    layers = [0] * count
    for box in range(count):
        layers[box] = max((layers[source] + 1 for source in before[box]), default=0)
    for box in reversed(range(count)):
        if len(after[box]) > len(before[box]):  # then moving it to the right shortens more wires than it stretches
            layers[box] = min(layers[target] for target in after[box]) - 1
    return layers


def order(layers: list[list[Spot]]) -> None:
    """Sorts each layer so that few joints cross: sweeps to and fro, of which the best order is kept."""
    _number(layers)
    best, fewest = [list(layer) for layer in layers], crossings(layers)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            keys = {spot: _barycentre(spot, forward=sweep % 2 == 0) for spot in layer}
            layer.sort(key=keys.__getitem__)
            _number([layer])
        count = crossings(layers)
        if count < fewest:
            best, fewest = [list(layer) for layer in layers], count
    layers[:] = best
    _number(layers)


def crossings(layers: list[list[Spot]]) -> int:
    """How many pairs of joints cross."""
    total = 0
    for layer in layers:
        joints = [joint for spot in layer for joint in spot.after]
        ends = sorted((joint.place_in_source(), joint.place_in_target()) for joint in joints)
        seen: list[float] = []
        for _, end in ends:
            total += len(seen) - bisect_left(seen, end + 1e-9)
            insort(seen, end)
    return total


def _barycentre(spot: Spot, *, forward: bool) -> float:
    if forward:
        places = [joint.place_in_source() for joint in spot.before]
    else:
        places = [joint.place_in_target() for joint in spot.after]
    return sum(places) / len(places) if places else float(spot.index)


def _number(layers: list[list[Spot]]) -> None:
    for layer in layers:
        for index, spot in enumerate(layer):
            spot.index = index
