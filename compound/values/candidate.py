"""What may stand where a text has a gap."""

from __future__ import annotations

from compound.values.text import Span
from compound.values.value import Confidence, Value


class Candidate(Value):
    """A word that a model puts into one gap of a text."""

    text: str

    confidence: Confidence
    """Its share among everything the model might have put there."""

    place: Span
    """The characters of the gap, which tell it from other gaps of the text."""
