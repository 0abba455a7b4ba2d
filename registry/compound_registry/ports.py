"""Types of inputs and outputs that are written down without importing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, get_type_hints


@dataclass(frozen=True, slots=True)
class Ports:
    """The types of the required inputs, by name, and of the output."""

    inputs: Mapping[str, Any]
    output: Any


def ports_of(inputs: Mapping[str, Any], output: Any) -> Ports:
    """The types themselves, where some are names among the builtins and `compound.values`; imports no node."""
    import compound.values

    names = {name: getattr(compound.values, name) for name in compound.values.__all__}
    declared = SimpleNamespace(__annotations__={**inputs, "return": output})
    resolved = get_type_hints(declared, globalns=names)
    return Ports({name: resolved[name] for name in inputs}, resolved["return"])
