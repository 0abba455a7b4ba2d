"""From evidence to confidence.

Independent pieces of evidence combine as noisy-or: confidence = 1 - (1 - w1)(1 - w2)…, where a weight is the chance
that the piece alone is right to speak for the value. More evidence never lowers the confidence. What speaks against
a value multiplies it by less than 1. The weights were set by hand on invoices and receipts; they order the
candidates, and are not yet calibrated to a share of right answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Any

from compound_nodes.extraction.layout import Cell

LEAST = 0.4
"""A value with less confidence than this counts as absent."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that was read, and the characters of the cell's text that it was read from."""

    value: Any
    cell: Cell
    start: int
    end: int
    also: tuple[Cell, ...] = ()
    """Further cells that the value continues in."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate for a field, with its confidence in 0 to 1."""

    candidate: Candidate
    confidence: float


def combined(weights: Iterable[float]) -> float:
    """The noisy-or of the weights."""
    return 1.0 - prod(1.0 - weight for weight in weights)


def against(own: float, rival: float) -> float:
    """Factor for a candidate whose label names this field with strength `own` and another with `rival`."""
    return 0.25 if rival > own else 1.0
