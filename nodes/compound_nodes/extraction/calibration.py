"""From the weight of evidence to the share of right answers.

The curves were fitted by isotonic regression (Ayer et al., 1955; each bin's share with one right and one wrong added)
to the made-up receipts of `tests/receipts`, read by PP-OCR: `tests/bench/calibrating.py` prints them. A field without
a curve keeps its weight of evidence. On documents unlike those receipts the confidence orders values, and no more.
"""

from __future__ import annotations

from itertools import pairwise

Curve = tuple[tuple[float, float], ...]
"""Knots: evidence, share that is right; both rise."""

CURVES: dict[str, Curve] = {
    "issuer": (
        (0.671, 0.857),
        (0.804, 0.976),
        (0.894, 0.991),
    ),
    "date": (
        (0.685, 0.938),
        (0.900, 0.995),
    ),
    "address": (
        (0.792, 0.935),
        (0.813, 0.988),
    ),
    "total": ((0.910, 0.995),),
}
"""By concept."""


def calibrated(key: str, evidence: float) -> float:
    """The confidence (0 to 1) of a value of this concept that was found on evidence of this weight (0 to 1)."""
    knots = ((0.0, 0.0), *CURVES[key], (1.0, 1.0)) if key in CURVES else ((0.0, 0.0), (1.0, 1.0))
    for (low, from_share), (high, to_share) in pairwise(knots):
        if evidence <= high:
            return from_share + (to_share - from_share) * (evidence - low) / (high - low) if high > low else to_share
    return 1.0
