"""Whether the text that a file says a page holds is worth reading, and all there is to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.values import Image, PageText

FEWEST_LETTERS = 40
"""A layer with fewer letters and digits is likely a stamp or footer, if anything else is drawn on the page."""
READABLE_PART = 0.95
"""Of the characters; private-use codes and replacement signs come from fonts without a map to Unicode."""
WORDLIKE_PART = 0.5
"""Of the characters that are letters or digits; a layer of mapped-wrong glyphs is mostly punctuation."""
SHORTEST_WORDS = 2.0
"""Characters on average; letters that stand alone are what remains of text that runs up, down or overhead."""
INK = 40
"""Levels of gray by which a pixel stands out from the ground, the commonest level of the page."""
STRAY_PART = 0.001
"""Of the page's pixels; less ink outside the words is a rule, a dot or the rim of a letter."""


def is_readable(content: str) -> bool:
    """Whether most characters of a text layer can be read and make up words."""
    characters = [character for character in content if not character.isspace()]
    letters = sum(character.isalnum() for character in characters)
    if not letters or len(characters) < SHORTEST_WORDS * len(content.split()):
        return False
    readable = sum(character.isprintable() and character != "\N{REPLACEMENT CHARACTER}" for character in characters)
    return readable >= READABLE_PART * len(characters) and letters >= WORDLIKE_PART * len(characters)


def is_complete(layer: PageText, image: Image) -> bool:
    """Whether a text layer is long enough to be a page's text, or at least all that is drawn there."""
    letters = sum(character.isalnum() for character in layer.content)
    return letters >= FEWEST_LETTERS or _stray_ink(layer, image) < STRAY_PART


def _stray_ink(layer: PageText, image: Image) -> float:
    """Part of the page's pixels, 0 to 1, that are ink outside the boxes of its words."""
    import numpy as np

    gray = np.asarray(image.pil().convert("L"))
    ink = np.abs(gray.astype(np.int16) - np.bincount(gray.ravel(), minlength=256).argmax()) > INK
    for word in layer.words:
        left, top, right, bottom = (round(edge) for edge in word.box.edges)
        ink[top : bottom + 1, left : right + 1] = False
    return float(ink.mean())
