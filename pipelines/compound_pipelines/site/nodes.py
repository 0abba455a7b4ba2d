"""A page for each node, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterator

from compound_pipelines.cli.discovery.listing import all_providers
from compound_pipelines.cli.discovery.showing import described
from compound_pipelines.site.page import Page, written
from compound_registry.cards import cards
from compound_registry.manifest import Provider

SECTION = "Nodes"


def node_pages() -> Iterator[Page]:
    """The list, then each by its capability. A class that provides several capabilities has one page."""
    by_name: dict[str, list[Provider]] = {}
    for provider in all_providers():
        by_name.setdefault(provider.name, []).append(provider)
    yield Page("nodes/index.md", "All nodes", written("nodes", providers=all_providers()), SECTION)
    for name, offers in by_name.items():
        yield Page(f"nodes/{name}.md", name, _text(offers), SECTION)


def _text(offers: list[Provider]) -> str:
    own = [cards()[name] for name in offers[0].models if name in cards()]
    others = [card for card in cards().values() if card.loader in offers[0].loaders and card not in own]
    return written("node", node=described(offers[0]), providers=offers, cards=own, others=others)
