"""compound: a typed DAG engine for compound AI.

Names are imported when they are first used, so that a small script pays only for what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.forecasting.forecast import forecast
    from compound.graph.approval import approve
    from compound.graph.bodies import each, loop
    from compound.graph.choices import cascade, fallback, switch, when
    from compound.graph.objects import build
    from compound.graph.pipeline import Pipeline, pipeline
    from compound.journal.journal import Journal
    from compound.journal.writing.recording import Recording
    from compound.nodes.function import node
    from compound.nodes.policy import Retry
    from compound.nodes.with_settings import Node
    from compound.run.context import current_node
    from compound.run.decision import Decision
    from compound.run.result import Failed, Run
    from compound.values import (
        Box,
        DocumentText,
        Embedding,
        Entity,
        Extracted,
        FieldValue,
        Frame,
        Image,
        Label,
        Line,
        Mask,
        Message,
        Page,
        PageText,
        Point,
        Span,
        Text,
        Word,
    )
    from compound.workflow.reading import load_workflow

_WHERE = {
    "approve": "graph.approval",
    "build": "graph.objects",
    "Cache": "cache.cache",
    "cascade": "graph.choices",
    "current_node": "run.context",
    "Decision": "run.decision",
    "each": "graph.bodies",
    "Failed": "run.result",
    "fallback": "graph.choices",
    "forecast": "forecasting.forecast",
    "Journal": "journal.journal",
    "load_workflow": "workflow.reading",
    "loop": "graph.bodies",
    "node": "nodes.function",
    "Node": "nodes.with_settings",
    "pipeline": "graph.pipeline",
    "Pipeline": "graph.pipeline",
    "Recording": "journal.writing.recording",
    "Retry": "nodes.policy",
    "Run": "run.result",
    "switch": "graph.choices",
    "when": "graph.choices",
    **dict.fromkeys(
        ("Box", "DocumentText", "Embedding", "Entity", "Extracted", "FieldValue", "Frame", "Image", "Label", "Line",
         "Mask", "Message", "Page", "PageText", "Point", "Span", "Text", "Word"),
        "values",
    ),
}  # fmt: skip

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'compound' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"compound.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])


__all__ = [
    "Box",
    "Cache",
    "Decision",
    "DocumentText",
    "Embedding",
    "Entity",
    "Extracted",
    "Failed",
    "FieldValue",
    "Frame",
    "Image",
    "Journal",
    "Label",
    "Line",
    "Mask",
    "Message",
    "Node",
    "Page",
    "PageText",
    "Pipeline",
    "Point",
    "Recording",
    "Retry",
    "Run",
    "Span",
    "Text",
    "Word",
    "approve",
    "build",
    "cascade",
    "current_node",
    "each",
    "fallback",
    "forecast",
    "load_workflow",
    "loop",
    "node",
    "pipeline",
    "switch",
    "when",
]
