"""Capabilities, model cards and the nodes behind them. `use("text.classify", labels=…)` gives a node."""

from importlib import import_module
from typing import Any

_HOMES = {
    "Card": "card",
    "Manifest": "manifest",
    "Provider": "manifest",
    "card": "cards",
    "use": "choice",
}

__all__ = ["Card", "Manifest", "Provider", "card", "use"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
