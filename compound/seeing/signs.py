"""What the terminal drawing is made of: box characters, or ASCII where there are none."""

from __future__ import annotations

from dataclasses import dataclass

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
"""Where a line leaves a cell; the signs of a drawing are indexed by their sum."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What lines and nodes are drawn with."""

    lines: str
    """Sixteen signs, by the sum of the sides that a line leaves by."""
    node: str
    edge: str
    """An input or an output."""
    branch: str
    maybe: str
    """A node that may be skipped."""
    body: str
    left: str
    right: str
    """A line that runs over to a rail that collects values."""
    arrow: str
    times: str


BOX = Signs(" ───│╯╰┴│╮╭┬│┤├┼", "●", "○", "◆", "◌", "┊", "◂", "▸", "→", "×")
ASCII = Signs(" ---|''+|..+|+++", "*", "o", "#", "?", ":", "<", ">", "->", "x")
