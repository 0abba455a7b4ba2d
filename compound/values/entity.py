"""Things that a text names."""

from __future__ import annotations

from compound.values.text import Span
from compound.values.value import Confidence, Value


class Entity(Value):
    """A person, place, amount or the like, as a text names it."""

    text: str
    """The words used."""

    kind: str
    """What sort of thing it is, in the words of the node that found it."""

    confidence: Confidence

    span: Span
    """Where it stands in the text, and in the source when that is known."""
