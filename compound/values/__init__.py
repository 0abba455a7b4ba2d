"""The values that travel between nodes: images, text, labels and what was read out of them.

All are immutable. What marks a place in an image (`Box`, `Point`, `Mask`) is bound to the frame of that image, and
using it with another image raises `FrameMismatch`. Names load when first asked for: a pipeline of plain functions
pays for none of this, and geometry and text load neither numpy nor Pillow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound.values.check import Check
    from compound.values.embedding import Embedding
    from compound.values.entity import Entity
    from compound.values.extracted import Extracted, FieldValue
    from compound.values.frozen import FrozenMap
    from compound.values.geometry import Box, Frame, Point
    from compound.values.image import Image
    from compound.values.label import Label
    from compound.values.limits import Limits
    from compound.values.mask import Mask
    from compound.values.message import Message
    from compound.values.page import Page
    from compound.values.reading import DocumentText, Line, PageText, Word
    from compound.values.text import Span, Text
    from compound.values.value import Value

_HOMES = {
    "Box": "geometry",
    "DocumentText": "reading",
    "Embedding": "embedding",
    "Entity": "entity",
    "Check": "check",
    "Extracted": "extracted",
    "FieldValue": "extracted",
    "Frame": "geometry",
    "FrozenMap": "frozen",
    "Image": "image",
    "Label": "label",
    "Limits": "limits",
    "Line": "reading",
    "Mask": "mask",
    "Message": "message",
    "Page": "page",
    "PageText": "reading",
    "Point": "geometry",
    "Span": "text",
    "Text": "text",
    "Value": "value",
    "Word": "reading",
}

__all__ = [
    "Box",
    "Check",
    "DocumentText",
    "Embedding",
    "Entity",
    "Extracted",
    "FieldValue",
    "Frame",
    "FrozenMap",
    "Image",
    "Label",
    "Limits",
    "Line",
    "Mask",
    "Message",
    "Page",
    "PageText",
    "Point",
    "Span",
    "Text",
    "Value",
    "Word",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
