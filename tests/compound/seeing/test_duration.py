"""Time in words."""

from __future__ import annotations

import pytest

from compound.seeing.duration import duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "0 µs"),
        (0.00054, "540 µs"),
        (0.0083, "8.3 ms"),
        (0.9996, "1.0 s"),
        (1.84, "1.8 s"),
        (59.99, "1:00 min"),
        (125, "2:05 min"),
        (3725, "1:02:05 h"),
    ],
)
def test_the_unit_suits_the_length(seconds: float, words: str) -> None:
    assert duration(seconds) == words
