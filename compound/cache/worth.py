"""Which nodes are worth a place in a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration


def worth_caching(declaration: Declaration) -> bool:
    """What the node's policy says of `cache`; where it says nothing, whether the node is pure and costs something.

    Something costs what loads a model, blocks, runs on a device or has a price. Of anything else finding the answer
    takes longer than computing it.
    """
    policy = declaration.policy
    if policy.cache is not None:
        return policy.cache is not False
    costs = declaration.loads or policy.blocking or policy.device is not None or policy.cost is not None
    return policy.effect == "pure" and costs


def life_of(declaration: Declaration) -> float | None:
    """Seconds for which an answer of the node holds; None for ever."""
    cache = declaration.policy.cache
    return float(cache) if isinstance(cache, int | float) and not isinstance(cache, bool) else None
