"""Types of inputs and outputs that are written down without importing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints

from compound.errors.packs import UnresolvedPort


@dataclass(frozen=True, slots=True)
class Ports:
    """The types of the required inputs, by name, and of the output."""

    inputs: Mapping[str, Any]
    output: Any


def ports_of(inputs: Mapping[str, Any], output: Any) -> Ports:
    """The types themselves, where some are strings. Imports no node.

    A string is read as an annotation is, with the names of builtins, of `compound.values`, and of `Mapping`,
    `Sequence` and `Path`. Raises `UnresolvedPort` for one that cannot be read.
    """
    import compound.values

    names = {name: getattr(compound.values, name) for name in compound.values.__all__}
    names |= {"Mapping": Mapping, "Sequence": Sequence, "Path": Path}
    declared = SimpleNamespace(__annotations__={**inputs, "return": output})
    try:
        resolved = get_type_hints(declared, globalns=names)
    except (NameError, SyntaxError, TypeError, AttributeError) as error:
        raise UnresolvedPort(ports=written(inputs, output), reason=str(error)) from error
    return Ports({name: resolved[name] for name in inputs}, resolved["return"])


def written(inputs: Mapping[str, Any], output: Any) -> str:
    """The signature as one would write it: `(page: Page | Image) -> PageText`."""
    from compound.ports.naming import type_name

    listed = ", ".join(f"{name}: {type_name(hint)}" for name, hint in inputs.items())
    return f"({listed}) -> {type_name(output)}"
