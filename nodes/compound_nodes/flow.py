"""Text that has no pages of its own: passages one after the other, as an HTML page or a DOCX file gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

MOST_ELEMENTS = 400_000
"""Of one file's markup; a novel has a tenth of it, and more would take longer to walk through than it is worth."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a row of a table."""

    cells: tuple[str, ...]
    """One for a paragraph, as many as columns for a row; white space is collapsed."""
    size: float = 1.0
    """Of the letters, in those of plain text."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A document's passages, and what it holds besides that no reader would see."""

    passages: tuple[Passage, ...]
    hidden: str


def row_of(cells: Sequence[Sequence[Passage]]) -> list[Passage]:
    """A row of a table as it is seen: the first lines of its cells beside each other, then the second ones…

    A row that has but one filled cell, or tables within, only arranges the page: its cells follow one after the other.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(len(passage.cells) > 1 for cell in filled for passage in cell):
        return [passage for cell in filled for passage in cell]
    lines = zip_longest(*([passage.cells[0] for passage in cell] for cell in cells), fillvalue="")
    return [Passage(tuple(line)) for line in lines]


def collapsed(text: str) -> str:
    """The text with single blanks, and without what cannot be printed, such as soft hyphens and zero-width signs."""
    plain = " ".join(text.split())
    if plain.isprintable():
        return plain
    return " ".join("".join(sign for sign in plain if sign.isprintable()).split())
