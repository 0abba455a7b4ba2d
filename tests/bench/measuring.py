"""How anything here is measured: ours and a floor in turns, so that other work on the machine slows both alike.

Times are wall time, medians of many; ratios and differences are medians over the pairs. The garbage collector stays
on, as users have it. Needs the standard library alone: scripts in the peers' environments import it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

SAMPLE = 0.005
"""Seconds that one sample takes at least: shorter calls are repeated within it."""

Call = Callable[[], object]


class Skipped(Exception):
    """Raised when something that a measure needs is not on this machine; the message names it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a number is held against."""

    text: str
    met: bool


def at_most(value: float, limit: float, unit: str = "×") -> Bar:
    return Bar(f"≤ {limit:g} {unit}", value <= limit)


def at_least(value: float, limit: float, unit: str = "×") -> Bar:
    return Bar(f"≥ {limit:g} {unit}", value >= limit)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `ours`, `floor` and `above` are in `unit`."""

    measure: str
    unit: str = ""
    ours: float | None = None
    floor: float | None = None
    ratio: float | None = None
    above: float | None = None
    bars: tuple[Bar, ...] = ()
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether every bar is met; None where there is none."""
        return all(bar.met for bar in self.bars) if self.bars else None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seconds a call, of ours and of the floor: a pair a turn, and the medians."""

    turns: list[tuple[float, float]]

    @property
    def ours(self) -> float:
        return median(ours for ours, _ in self.turns)

    @property
    def floor(self) -> float:
        return median(floor for _, floor in self.turns)

    @property
    def ratio(self) -> float:
        return median(ours / floor for ours, floor in self.turns)

    @property
    def above(self) -> float:
        """What ours takes more."""
        return median(ours - floor for ours, floor in self.turns)


def in_turns(ours: Call, floor: Call, pairs: int = 40) -> Pairs:
    """Measures both that many times, each first in every other turn, after two calls of each to warm up."""
    ours_repeats, floor_repeats = _repeats(ours), _repeats(floor)
    turns = []
    for turn in range(pairs):
        if turn % 2:
            floor_seconds = seconds(floor, floor_repeats)
            turns.append((seconds(ours, ours_repeats), floor_seconds))
        else:
            turns.append((seconds(ours, ours_repeats), seconds(floor, floor_repeats)))
    return Pairs(turns)


def repeated(call: Call, samples: int = 40) -> float:
    """Median seconds a call, after two calls to warm up."""
    repeats = _repeats(call)
    return median(seconds(call, repeats) for _ in range(samples))


def seconds(call: Call, repeats: int = 1) -> float:
    """Seconds a call, of so many."""
    began = perf_counter()
    for _ in range(repeats):
        call()
    return (perf_counter() - began) / repeats


def _repeats(call: Call) -> int:
    seconds(call)
    return max(1, round(SAMPLE / seconds(call)))
