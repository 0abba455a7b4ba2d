"""Whether the text that a PDF says it holds is worth reading."""

from __future__ import annotations

FEWEST_LETTERS = 40
"""A layer with fewer letters and digits is likely a stamp or footer upon a scan."""
READABLE_PART = 0.95
"""Of the characters; private-use codes and replacement signs come from fonts without a map to Unicode."""
WORDLIKE_PART = 0.5
"""Of the characters that are letters or digits; a layer of mapped-wrong glyphs is mostly punctuation."""

SHORTEST_WORDS = 2.0
"""Characters on average; letters that stand alone are what remains of text that runs up, down or overhead."""


def is_readable(content: str) -> bool:
    """Whether a text layer holds enough, and of it mostly readable characters that make up words."""
    characters = [character for character in content if not character.isspace()]
    letters = sum(character.isalnum() for character in characters)
    if letters < FEWEST_LETTERS or len(characters) < SHORTEST_WORDS * len(content.split()):
        return False
    readable = sum(character.isprintable() and character != "\N{REPLACEMENT CHARACTER}" for character in characters)
    return readable >= READABLE_PART * len(characters) and letters >= WORDLIKE_PART * len(characters)
