"""Taking the last bends out of wires: relaxation leaves them nearly level, and nearly looks like a mistake."""

from __future__ import annotations

from collections.abc import Callable

from compound.seeing.layers import Spot

NEARLY = 14.0
"""Boxes move at most this far, in pixels, to be level with what leads to them."""
REACH = 80.0
"""Wires move at most this far, so that they stay near what they are tied to."""
Gap = Callable[[Spot, Spot], float]


def straighten(layers: list[list[Spot]], gap: Gap) -> None:
    """Levels long wires piece by piece and snaps boxes to wires, from left to right; order and gaps stay."""
    done: set[Spot] = set()
    for layer in layers:
        for spot in layer:
            if spot.box is None:
                if spot not in done:
                    done.update(_level_from(spot, layers, gap))
            elif spot.before:
                _snap(spot, layers[spot.layer], gap)


def _snap(spot: Spot, layer: list[Spot], gap: Gap) -> None:
    levels = [joint.source.y + joint.leaves - joint.enters for joint in spot.before]
    nearest = min(levels, key=lambda level: abs(level - spot.y))
    low, high = _free(spot, layer, gap)
    if abs(nearest - spot.y) <= NEARLY and low <= nearest <= high:
        spot.y = nearest


def _level_from(spot: Spot, layers: list[list[Spot]], gap: Gap) -> list[Spot]:
    """Gives as many spots of a wire as possible one height, that of where it comes from if there is room."""
    arriving = spot.before[0]
    level = arriving.source.y + arriving.leaves
    low, high = _within_reach(spot, layers[spot.layer], gap)
    piece = [spot]
    while (following := _next_pass(piece[-1])) is not None:
        lower, upper = _within_reach(following, layers[following.layer], gap)
        if max(low, lower) > min(high, upper):
            break
        low, high = max(low, lower), min(high, upper)
        piece.append(following)
    for member in piece:
        member.y = min(max(level, low), high)
    return piece


def _next_pass(spot: Spot) -> Spot | None:
    return next((joint.target for joint in spot.after if joint.target.box is None), None)


def _within_reach(spot: Spot, layer: list[Spot], gap: Gap) -> tuple[float, float]:
    low, high = _free(spot, layer, gap)
    return max(low, spot.y - REACH), min(high, spot.y + REACH)


def _free(spot: Spot, layer: list[Spot], gap: Gap) -> tuple[float, float]:
    """The heights that a spot may take between its neighbours in the layer."""
    low, high = float("-inf"), float("inf")
    if spot.index:
        above = layer[spot.index - 1]
        low = above.y + above.height + gap(above, spot)
    if spot.index + 1 < len(layer):
        below = layer[spot.index + 1]
        high = below.y - spot.height - gap(spot, below)
    return low, max(low, high)
