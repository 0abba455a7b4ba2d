"""The key of one answer of one node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from blake3 import blake3

from compound.keys.recipe import Recipe, recipe_of

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration


@dataclass(frozen=True, slots=True)
class Key:
    """What names an answer, and why."""

    digest: str
    """blake3, in hex (64 digits)."""
    recipe: Recipe
    inputs: Mapping[str, str]
    """Keys of the inputs by port."""
    seed: int | None

    def parts(self) -> dict[str, str]:
        """All that the key was made of: the parts of the recipe, `input PORT` and `seed`. Plain text, to be kept."""
        return {**self.recipe.parts, **self.asked()}

    def asked(self) -> dict[str, str]:
        """Those of the parts that the recipe leaves open: `input PORT` and `seed`."""
        return {**{f"input {port}": key for port, key in self.inputs.items()}, "seed": str(self.seed)}


def node_key(declaration: Declaration, inputs: Mapping[str, str], seed: int | None = None) -> Key:
    """The key of the answer of a node to inputs of these keys (`key_of` of each value, by port).

    It covers the node's reference, version, settings, code with all that it calls in its own package, versions of
    other packages, the weights' digests, device, batch, the numeric profile, the seed and the inputs. The name of a
    step does not count. Raises what `recipe_of` raises for a node whose answers cannot be kept.
    """
    recipe = recipe_of(declaration)
    ports = "".join([f"{len(port)}:{port}{inputs[port]}" for port in sorted(inputs)])
    return Key(blake3(f"{recipe.digest} {seed} {ports}".encode()).hexdigest(), recipe, inputs, seed)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the parts of two keys that differ, or that only one of them has, in alphabetical order."""
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))
