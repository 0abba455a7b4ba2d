"""Capabilities, model cards and the nodes behind them. `use("text.classify", labels=…)` gives a node."""

from importlib import import_module
from typing import Any

_HOMES = {
    "Capabilities": "manifest",
    "Capability": "capability",
    "Card": "card",
    "Found": "choosing.finding",
    "Manifest": "manifest",
    "Needs": "choosing.needs",
    "Provider": "manifest",
    "card": "cards",
    "find": "choosing.finding",
    "use": "choice",
    "use_late": "late",
}

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
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
