"""A passage of a longer text: what is indexed, found again and cited."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from compound.values.text import Span, Text


class Passage(Text):
    """A stretch of a text, unchanged. Its spans say for each of its lines where that was read."""

    place: Span
    """The characters of the whole text that it is, with page, box and source where they are known."""

    score: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """How well it fits the question that it was found for; None for a passage that was only split off."""
