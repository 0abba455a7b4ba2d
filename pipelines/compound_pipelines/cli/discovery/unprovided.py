"""What words ask for that nothing installed does."""

from __future__ import annotations

from compound_pipelines.cli.discovery.searching import search_capabilities
from compound_registry.discovery import capabilities, providers


def unprovided(words: str, answered: float) -> str:
    """A sentence for people, where a capability without a node answers the words better than nodes did; or nothing.

    `answered` is the score of the best node.
    """
    scored = search_capabilities(words, capabilities().values())
    if scored and scored[0][0] > answered and scored[0][1].name not in providers():
        name = scored[0][1].name
        return f"{name} is nearer, but no installed node provides it: `compound nodes find {name}` lists models for it."
    return "" if answered else "No node answers these words; `compound nodes list` shows all."
