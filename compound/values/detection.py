"""Things that were found in an image."""

from __future__ import annotations

from compound.values.geometry import Box
from compound.values.value import Confidence, Value


class Detection(Value):
    """A thing in an image: what it is and where."""

    name: str
    """What it is, in the words of the model, or of the text that asked for it."""

    confidence: Confidence

    box: Box
    """Around it, in pixels of the image."""
