"""What a class node keeps loaded, as the model pool is asked for it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from compound.models.entry import Wanted

if TYPE_CHECKING:
    from compound.nodes.with_settings import Node


def resource_of(node: Node) -> Wanted[Any]:
    """The resource of a node. Raises what an overridden `footprint` raises."""
    return Wanted(key_of(node), node.load, node.footprint(), node.models)


def key_of(node: Node) -> Hashable:
    """The same for nodes of one class with equal settings."""
    return type(node), repr(node)
