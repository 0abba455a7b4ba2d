"""What a pack says about itself. A manifest imports no node and no model library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from compound.errors.packs import BadManifest
from compound_registry.capability import Capability, refuse_unnamed
from compound_registry.ports import Ports, ports_of


@dataclass(frozen=True, slots=True)
class Provider:
    """A node class and the capability that it provides."""

    capability: str
    node: str
    """`module:Class`."""
    summary: str
    inputs: Mapping[str, Any]
    """Types of the required inputs, by name: types, or strings that `ports_of` can read."""
    output: Any
    """Type of the output, in the same way."""
    models: tuple[str, ...] = ()
    """Names of the cards it uses as it comes; none for plain rules."""
    loaders: tuple[str, ...] = ()
    """`loader` of the cards that its setting `model` may name instead; none where the model is fixed."""
    extras: tuple[str, ...] = ()
    """Optional dependencies of its distribution that it needs."""
    remote: bool = False
    """Whether inputs leave this machine."""
    avoid: str = ""
    """When another provider serves better."""

    def __post_init__(self) -> None:
        """Raises BadManifest."""
        refuse_unnamed(self.capability)
        module, _, name = str(self.node).partition(":")
        if not (name.isidentifier() and all(part.isidentifier() for part in module.split("."))):
            raise BadManifest(what="node", given=self.node, wanted="a class as 'module:Class'")
        if not isinstance(self.inputs, Mapping):
            raise BadManifest(what=f"inputs of {self.node}", given=self.inputs, wanted="types by name")

    @property
    def name(self) -> str:
        """The class, without its module."""
        return self.node.rpartition(":")[2]

    def ports(self) -> Ports:
        """The types themselves. Imports `compound.values`, and never the node."""
        return ports_of(self.inputs, self.output)

    def load(self) -> type[Any]:
        """The node class. Imports its module, which loads no model library before a node runs."""
        module, _, name = self.node.partition(":")
        return getattr(import_module(module), name)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where an entry point of the group `compound.nodes` leads. The first provider of a capability is its default."""

    providers: tuple[Provider, ...] = ()
    cards: str = ""
    """Package whose YAML files are the cards that come with the pack."""

    def __post_init__(self) -> None:
        """Raises BadManifest."""
        _refuse_others(self.providers, Provider, "providers")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Where an entry point of the group `compound.capabilities` leads."""

    capabilities: tuple[Capability, ...]

    def __post_init__(self) -> None:
        """Raises BadManifest."""
        _refuse_others(self.capabilities, Capability, "capabilities")


def _refuse_others(given: object, wanted: type, what: str) -> None:
    if not (isinstance(given, tuple) and all(isinstance(item, wanted) for item in given)):
        raise BadManifest(what=what, given=given, wanted=f"a tuple of {wanted.__name__}")
