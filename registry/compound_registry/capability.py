"""What a node can do for you, by name: a typed signature that every provider of it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from compound_registry.ports import Ports, ports_of


@dataclass(frozen=True, slots=True)
class Capability:
    """A name `domain.verb` and a signature.

    A provider keeps it when it takes whatever the signature takes, and gives what the signature gives: inputs may be
    wider and the output narrower, and further inputs have defaults.
    """

    name: str
    summary: str
    """One line: what it is for."""
    inputs: Mapping[str, Any]
    """Types of the required inputs, by name: types, or their names among the builtins and `compound.values`."""
    output: Any
    """Type of the output, in the same way."""
    avoid: str = ""
    """When something else serves better, and what."""
    tasks: tuple[str, ...] = field(default=())
    """What people call it: words and phrases that a search should find it by."""

    def ports(self) -> Ports:
        """The types themselves. Imports `compound.values`."""
        return ports_of(self.inputs, self.output)
