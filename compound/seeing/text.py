"""Text of unknown origin, made safe and short enough to be shown."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def visible(text: str) -> str:
    """The text on one line, with a sign in place of whatever has no picture of its own.

    Escape sequences would steer a terminal, control characters make XML invalid, and marks of writing direction
    reorder the words around them.
    """
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def clipped(text: str, cells: int) -> str:
    """The visible text in at most so many terminal cells, with an ellipsis where it was cut."""
    text = visible(text)
    return text if cell_len(text) <= cells else set_cell_size(text, cells - 1).rstrip() + "…"
