"""Why the cache was not asked for an answer of a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compound.cache.worth import worth_caching
from compound.errors.store import NotKeyable, WeightsUnknown
from compound.journal.reading.runs import NodeRun
from compound.keys.recipe import recipe_of

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration

_BY_EFFECT = {
    "read": "It looks at the world, which may have changed (effect='read').",
    "write": "It writes, and is never answered from the cache (effect='write').",
    "act": "It acts, and is never answered from the cache (effect='act').",
    "pure": "Either it costs too little to be looked up, or its policy says so, or the run had no cache.",
}


def why_not_cached(ran: NodeRun, declaration: Declaration | None) -> str:
    """A sentence; what it can say without the declaration of the step is less."""
    if declaration is None or declaration.ref != ran.node:
        return _BY_EFFECT[ran.effect]
    if not worth_caching(declaration):
        return _not_worth_it(declaration)
    unknown = [port for port, key in ran.inputs if key is None]
    if unknown:
        return f"Its input `{unknown[0]}` is no data, so that answers to it have no key."
    try:
        recipe_of(declaration)
    except (NotKeyable, WeightsUnknown) as error:
        return f"Its answers have no key: {error}"
    return "The run had no cache, or a file that the node reads was not there."


def _not_worth_it(declaration: Declaration) -> str:
    policy = declaration.policy
    if policy.cache is False:
        return "Its policy says so (cache=False)."
    if policy.effect != "pure":
        return _BY_EFFECT[policy.effect]
    return (
        "It loads no model, does not block, and has neither a device nor a price: computing it takes less than "
        "looking it up. Its policy can say otherwise (cache=True)."
    )
