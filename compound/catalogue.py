"""What the engine may ask of whoever knows the nodes that are installed. It knows none itself."""

from __future__ import annotations

import functools
from importlib.metadata import entry_points
from typing import Any, Protocol, cast

from compound.forecasting.need import CallCost

GROUP = "compound.catalogue"
"""The group of the entry point that leads to a class whose instance is the catalogue."""


class Catalogue(Protocol):
    """Knows what nodes there are. An answer is a hint for a message or a choice: empty where nothing is known."""

    def conversions(self, source: Any, target: Any) -> tuple[str, ...]:
        """Capabilities whose node takes the type `source` alone and gives what fits the type `target`, best first."""
        ...

    def providers(self, capability: str) -> tuple[str, ...]:
        """Nodes that provide a capability, as `module:Class`, best first."""
        ...

    def stand_in(self, capability: str, failed: Any, tried: tuple[str, ...]) -> Any:
        """Another node of a capability that can take the place of the class node `failed`, or None.

        None of `tried` (`module:Class`), and never one that sends inputs away where the one that failed did not.
        """
        ...

    def model_size(self, name: str) -> int | None:
        """Bytes that the model of this name takes once loaded as it is by default; None where nobody knows."""
        ...

    def model_digest(self, name: str) -> str | None:
        """Digest of the weights of the model of this name, as they are pinned or fetched; None where nobody knows."""
        ...

    def loading_size(self, name: str) -> int:
        """Bytes over those after loading at the peak of loading the model of this name, as far as it is known."""
        ...

    def call_cost(self, node: Any, inputs: tuple[Any, ...], together: int) -> CallCost:
        """What a call of a class node costs beside the weights of its models, with those inputs that are known.

        `together` is how many calls like it make a batch.
        """
        ...

    def fitting(self, node: str, size: int) -> tuple[str, ...]:
        """Providers of what the node (`module:Class`) does whose weights take at most `size` bytes, best first."""
        ...


class EmptyCatalogue:
    """The catalogue of a machine where no registry is installed."""

    def conversions(self, source: Any, target: Any) -> tuple[str, ...]:
        return ()

    def providers(self, capability: str) -> tuple[str, ...]:
        return ()

    def stand_in(self, capability: str, failed: Any, tried: tuple[str, ...]) -> Any:
        return None

    def model_size(self, name: str) -> int | None:
        return None

    def model_digest(self, name: str) -> str | None:
        return None

    def loading_size(self, name: str) -> int:
        return 0

    def call_cost(self, node: Any, inputs: tuple[Any, ...], together: int) -> CallCost:
        return CallCost()

    def fitting(self, node: str, size: int) -> tuple[str, ...]:
        return ()


@functools.cache
def catalogue() -> Catalogue:
    """The installed catalogue, looked for when first asked for; an empty one where none is installed."""
    for entry_point in entry_points(group=GROUP):
        return cast(Catalogue, entry_point.load()())
    return EmptyCatalogue()
