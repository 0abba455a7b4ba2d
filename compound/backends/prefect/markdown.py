"""Text of unknown origin in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from compound.seeing.text import clipped

LONGEST = 200
"""Cells of one piece of text."""
_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+!|~&$:-]")


def plain(text: str, cells: int = LONGEST) -> str:
    """The text on one line and as it is, whatever signs are in it."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", clipped(text, cells))


def fenced(text: str) -> str:
    """A block of text as it is."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, which are shown as they are."""
    lines = [header, ["---"] * len(header)]
    written = [[plain(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [*lines, *written])
