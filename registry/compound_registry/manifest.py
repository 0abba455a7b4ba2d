"""What a pack of nodes says about itself. A manifest imports no node and no model library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any, get_type_hints


@dataclass(frozen=True, slots=True)
class Ports:
    """The types of a node's required inputs, by name, and of its output."""

    inputs: Mapping[str, Any]
    output: Any


@dataclass(frozen=True, slots=True)
class Provider:
    """A node class and the capability that it provides."""

    capability: str
    node: str
    """`module:Class`."""
    summary: str
    inputs: Mapping[str, Any]
    """Types of the required inputs, by name: types, or their names among the builtins and `compound.values`."""
    output: Any
    """Type of the output, in the same way."""

    def ports(self) -> Ports:
        """The types themselves. Imports `compound.values`, and never the node."""
        import compound.values

        names = {name: getattr(compound.values, name) for name in compound.values.__all__}
        declared = SimpleNamespace(__annotations__={**self.inputs, "return": self.output})
        resolved = get_type_hints(declared, globalns=names)
        return Ports({name: resolved[name] for name in self.inputs}, resolved["return"])

    def load(self) -> type[Any]:
        """The node class. Imports its module, which loads no model library before a node runs."""
        module, _, name = self.node.partition(":")
        return getattr(import_module(module), name)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where an entry point of the group `compound.nodes` leads. The first provider of a capability is its default."""

    providers: tuple[Provider, ...]
