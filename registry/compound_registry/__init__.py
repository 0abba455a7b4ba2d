"""Capabilities, model cards and the nodes behind them. `use("text.classify", labels=…)` gives a node."""

from importlib import import_module
from typing import Any

from compound_registry.exports import HOMES

__all__ = [
    "Capabilities",
    "Capability",
    "Card",
    "Found",
    "Manifest",
    "Needs",
    "Provider",
    "card",
    "find",
    "use",
    "use_late",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
    globals()[name] = value
    return value
