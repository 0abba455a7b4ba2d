"""The values that travel between nodes: images, text, sound, what was read out of them, and what is to be done.

All are immutable. What marks a place in an image (`Box`, `Point`, `Mask`) is bound to the frame of that image, and
using it with another image raises `FrameMismatch`. Names load when first asked for: a pipeline of plain functions
pays for none of this, and geometry and text load neither numpy nor Pillow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound.values.action import Action, ActionResult
    from compound.values.answer import Answer, Citation
    from compound.values.audio import Audio
    from compound.values.candidate import Candidate
    from compound.values.check import Check
    from compound.values.depth import Depth
    from compound.values.detection import Detection
    from compound.values.embedding import Embedding
    from compound.values.entity import Entity
    from compound.values.extracted import Extracted, FieldValue
    from compound.values.frozen import FrozenMap
    from compound.values.geometry import Box, Frame, Point
    from compound.values.image import Image
    from compound.values.label import Label
    from compound.values.layout import Layout, Region
    from compound.values.limits import Limits
    from compound.values.mask import Mask
    from compound.values.masks import Masks
    from compound.values.message import Message
    from compound.values.observation import Element, Observation
    from compound.values.page import Page
    from compound.values.passage import Passage
    from compound.values.plan import Plan, PlanStep
    from compound.values.prompt import Prompt
    from compound.values.reading import DocumentText, Line, PageText, Word
    from compound.values.still import Still
    from compound.values.table import Cell, Table
    from compound.values.text import Span, Text
    from compound.values.turn import Turn
    from compound.values.value import Value

_HOMES = {
    "Action": "action",
    "ActionResult": "action",
    "Answer": "answer",
    "Audio": "audio",
    "Box": "geometry",
    "Candidate": "candidate",
    "Cell": "table",
    "Check": "check",
    "Citation": "answer",
    "Depth": "depth",
    "Detection": "detection",
    "DocumentText": "reading",
    "Element": "observation",
    "Embedding": "embedding",
    "Entity": "entity",
    "Extracted": "extracted",
    "FieldValue": "extracted",
    "Frame": "geometry",
    "FrozenMap": "frozen",
    "Image": "image",
    "Label": "label",
    "Layout": "layout",
    "Limits": "limits",
    "Line": "reading",
    "Mask": "mask",
    "Masks": "masks",
    "Message": "message",
    "Observation": "observation",
    "Page": "page",
    "PageText": "reading",
    "Passage": "passage",
    "Plan": "plan",
    "PlanStep": "plan",
    "Point": "geometry",
    "Prompt": "prompt",
    "Region": "layout",
    "Span": "text",
    "Still": "still",
    "Table": "table",
    "Text": "text",
    "Turn": "turn",
    "Value": "value",
    "Word": "reading",
}

__all__ = [
    "Action",
    "ActionResult",
    "Answer",
    "Audio",
    "Box",
    "Candidate",
    "Cell",
    "Check",
    "Citation",
    "Depth",
    "Detection",
    "DocumentText",
    "Element",
    "Embedding",
    "Entity",
    "Extracted",
    "FieldValue",
    "Frame",
    "FrozenMap",
    "Image",
    "Label",
    "Layout",
    "Limits",
    "Line",
    "Mask",
    "Masks",
    "Message",
    "Observation",
    "Page",
    "PageText",
    "Passage",
    "Plan",
    "PlanStep",
    "Point",
    "Prompt",
    "Region",
    "Span",
    "Still",
    "Table",
    "Text",
    "Turn",
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
