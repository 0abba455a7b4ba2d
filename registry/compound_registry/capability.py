"""What a node can do for you, by name: a typed signature that every provider of it keeps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from compound.errors.packs import BadManifest
from compound_registry.ports import Ports, ports_of, written


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
    """Types of the required inputs, by name: types, or strings that `ports_of` can read."""
    output: Any
    """Type of the output, in the same way."""
    avoid: str = ""
    """When something else serves better, and what."""
    tasks: tuple[str, ...] = ()
    """What people call it: words and phrases that a search should find it by."""

    def __post_init__(self) -> None:
        """Raises BadManifest."""
        refuse_unnamed(self.name)
        if not isinstance(self.inputs, Mapping):
            raise BadManifest(what=f"inputs of {self.name}", given=self.inputs, wanted="types by name")

    def ports(self) -> Ports:
        """The types themselves. Imports `compound.values`."""
        return ports_of(self.inputs, self.output)

    def __str__(self) -> str:
        """As one would write it: `document.read: (page: Page | Image) -> PageText`."""
        return f"{self.name}: {written(self.inputs, self.output)}"


def refuse_unnamed(capability: object) -> None:
    """Raises BadManifest unless it is the name of a capability."""
    if not (isinstance(capability, str) and re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", capability)):
        raise BadManifest(what="capability", given=capability, wanted="a name 'domain.verb' in small letters")
