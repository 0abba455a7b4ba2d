"""Where the boxes of a drawing stand and how wires run between them.

Boxes stand in columns from left to right. Within a column the order is given (see layers.py) and heights are found by
relaxation: each spot wants to be level with its neighbours, and the nearest heights that keep the order and the gaps
are an isotonic regression, solved by pooling adjacent violators (Ayer and others, 1955).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from compound.seeing.layers import Joint, Spot, layer_numbers, order
from compound.seeing.straight import straighten

GAP = 18.0
"""Between boxes of a column, in pixels."""
PASS = 12.0
"""Between a wire that passes through and its neighbours."""
ROOM = 36.0
"""For the curves between two columns, at the least."""
ROUNDS = 24


@dataclass(eq=False, slots=True)
class Box:
    """A rectangle with inlets on its left and outlets on its right, at distances from its top. Pixels."""

    width: float
    height: float
    inlets: dict[str, float]
    outlets: dict[str, float]
    approach: float = 0.0
    """Length of straight wire that the labels before the inlets need."""
    x: float = 0.0
    y: float = 0.0


@dataclass(eq=False, slots=True)
class Wire:
    """A connection; `runs` are its level pieces, as (left, right, height), between which it is to be curved.

    Where wires of one outlet run together, only the first of them has the pieces that they share.
    """

    source: int
    outlet: str
    target: int
    inlet: str
    runs: list[tuple[float, float, float]] = field(default_factory=list)


def lay_out(boxes: list[Box], wires: list[Wire]) -> tuple[float, float]:
    """Places boxes, which come in topological order, and routes wires; gives the width and height of it all."""
    if not boxes:
        return 0.0, 0.0
    grid = _Grid(boxes, wires)
    order(grid.layers)
    _level(grid.layers)
    straighten(grid.layers, _gap)
    _rise(grid.layers)
    grid.finish()
    return max(box.x + box.width for box in boxes), max(spot.y + spot.height for spot in grid.spots())


class _Grid:
    """Boxes and wires, cut into layers."""

    def __init__(self, boxes: list[Box], wires: list[Wire]) -> None:
        self.boxes = boxes
        self.wires = wires
        numbers = layer_numbers(len(boxes), [(wire.source, wire.target) for wire in wires])
        self.layers: list[list[Spot]] = [[] for _ in range(max(numbers) + 1)]
        self.homes = [self._spot(numbers[number], box.height, number) for number, box in enumerate(boxes)]
        self._passes: dict[tuple[int, str, int], Spot] = {}
        self._joints: set[tuple[Spot, float, Spot, float]] = set()
        self._ways = [self._thread(wire) for wire in wires]

    def spots(self) -> list[Spot]:
        return [spot for layer in self.layers for spot in layer]

    def _spot(self, layer: int, height: float, box: int | None) -> Spot:
        spot = Spot(layer, height, box)
        self.layers[layer].append(spot)
        return spot

    def _thread(self, wire: Wire) -> list[Spot]:
        """The spots that a wire passes through. Wires of one outlet share them, and part where they must."""
        home, goal = self.homes[wire.source], self.homes[wire.target]
        way = [self._pass(wire, layer) for layer in range(home.layer + 1, goal.layer)]
        leaves = self.boxes[wire.source].outlets[wire.outlet]
        enters = self.boxes[wire.target].inlets[wire.inlet]
        for source, target in pairwise([home, *way, goal]):
            self._join(source, leaves if source is home else 0.0, target, enters if target is goal else 0.0)
        return way

    def _pass(self, wire: Wire, layer: int) -> Spot:
        key = (wire.source, wire.outlet, layer)
        if key not in self._passes:
            self._passes[key] = self._spot(layer, 0.0, None)
        return self._passes[key]

    def _join(self, source: Spot, leaves: float, target: Spot, enters: float) -> None:
        if (source, leaves, target, enters) not in self._joints:
            self._joints.add((source, leaves, target, enters))
            joint = Joint(source, leaves, target, enters)
            source.after.append(joint)
            target.before.append(joint)

    def finish(self) -> None:
        """Turns layers into columns and writes places and runs."""
        for number, spot in enumerate(self.homes):
            self.boxes[number].y = spot.y
        columns = self._columns()
        drawn: set[Spot] = set()
        for wire, way in zip(self.wires, self._ways, strict=True):
            source, target = self.boxes[wire.source], self.boxes[wire.target]
            start = source.x + source.width
            passing = [(*columns[spot.layer], spot.y) for spot in way]
            arrival = columns[self.homes[wire.target].layer][0]
            wire.runs = [
                (start, start, source.y + source.outlets[wire.outlet]),
                *passing,
                (arrival, target.x, target.y + target.inlets[wire.inlet]),
            ]
            shared = sum(spot in drawn for spot in way)
            del wire.runs[:shared]
            drawn.update(way)

    def _columns(self) -> list[tuple[float, float]]:
        """Left and right edge of each layer; the left one leaves room for the labels before the boxes."""
        columns: list[tuple[float, float]] = []
        x = 0.0
        for layer in self.layers:
            boxes = [self.boxes[spot.box] for spot in layer if spot.box is not None]
            x += _room(layer) if columns else 0.0
            approach = max((box.approach for box in boxes), default=0.0) if columns else 0.0
            for box in boxes:
                box.x = x + approach
            right = x + approach + max((box.width for box in boxes), default=0.0)
            columns.append((x, right))
            x = right
        return columns


def _room(layer: list[Spot]) -> float:
    """Space before a layer: more where wires climb high, so that curves stay gentle."""
    climbs = [abs(j.source.y + j.leaves - j.target.y - j.enters) for spot in layer for j in spot.before]
    return min(ROOM + 0.12 * max(climbs, default=0.0), 4 * ROOM)


def _level(layers: list[list[Spot]]) -> None:
    for layer in layers:
        _settle(layer, [0.0] * len(layer), [1.0] * len(layer))
    for turn in range(ROUNDS):
        for layer in layers if turn % 2 == 0 else reversed(layers):
            _approach(layer, before=turn % 2 == 0 or turn > ROUNDS // 2, after=turn % 2 == 1 or turn > ROUNDS // 2)


def _rise(layers: list[list[Spot]]) -> None:
    """Moves everything so that the highest spot is at 0."""
    top = min(spot.y for layer in layers for spot in layer)
    for layer in layers:
        for spot in layer:
            spot.y -= top


def _approach(layer: list[Spot], *, before: bool, after: bool) -> None:
    """Moves the spots of a layer towards their neighbours on one side or both."""
    wanted, weights = [], []
    for spot in layer:
        pulls = [(j.source.y + j.leaves - j.enters, _pull(j)) for j in spot.before] if before else []
        pulls += [(j.target.y + j.enters - j.leaves, _pull(j)) for j in spot.after] if after else []
        weight = sum(pull for _, pull in pulls)
        wanted.append(sum(y * pull for y, pull in pulls) / weight if pulls else spot.y)
        weights.append(weight or 0.1)
    _settle(layer, wanted, weights)


def _pull(joint: Joint) -> float:
    """How much a joint wants to be level: most in the middle of a long wire (Gansner and others, 1993)."""
    return (1.0, 2.0, 8.0)[(joint.source.box is None) + (joint.target.box is None)]


def _settle(layer: list[Spot], wanted: list[float], weights: list[float]) -> None:
    """The heights nearest to what is wanted that keep order and gaps."""
    offsets = [0.0]
    for upper, lower in pairwise(layer):
        offsets.append(offsets[-1] + upper.height + _gap(upper, lower))
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    for y, offset, weight in zip(wanted, offsets, weights, strict=True):
        mean, total, members = y - offset, weight, 1
        while pools and pools[-1][0] >= mean:
            other, more, others = pools.pop()
            mean = (mean * total + other * more) / (total + more)
            total, members = total + more, members + others
        pools.append((mean, total, members))
    heights = [mean for mean, _, members in pools for _ in range(members)]
    for spot, height, offset in zip(layer, heights, offsets, strict=True):
        spot.y = height + offset


def _gap(upper: Spot, lower: Spot) -> float:
    return GAP if upper.box is not None and lower.box is not None else PASS
