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
    """Seconds a call of ours and of the floor, by turn."""

    ours: list[float]
    floor: list[float]

    @property
    def ratio(self) -> float:
        return median(ours / floor for ours, floor in zip(self.ours, self.floor, strict=True))

    @property
    def above(self) -> float:
        """Seconds that ours takes more than the floor."""
        return median(ours - floor for ours, floor in zip(self.ours, self.floor, strict=True))


def in_turns(ours: Call, floor: Call, pairs: int = 40) -> Pairs:
    """Measures both that many times, each first in every other turn, after one call of each to warm up."""
    calls = (ours, floor)
    repeats = [_repeats(call) for call in calls]
    samples: tuple[list[float], list[float]] = ([], [])
    for turn in range(pairs):
        for which in (0, 1) if turn % 2 else (1, 0):
            samples[which].append(seconds(calls[which], repeats[which]))
    return Pairs(*samples)


def repeated(call: Call, samples: int = 40) -> float:
    """Median seconds a call, after one to warm up."""
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
