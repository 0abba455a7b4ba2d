"""All pages, in the order of the navigation."""

from __future__ import annotations

from compound_pipelines.site.capabilities import capability_pages
from compound_pipelines.site.choosing import choosing_page
from compound_pipelines.site.commands import commands_page
from compound_pipelines.site.errors import errors_page
from compound_pipelines.site.models import model_pages
from compound_pipelines.site.nodes import node_pages
from compound_pipelines.site.packs import pack_page
from compound_pipelines.site.page import Page, written
from compound_pipelines.site.scale import scale_page


def every_page() -> list[Page]:
    """What the installed packs offer, how to choose from it, how to add to it, and how far it goes."""
    lists = [*capability_pages(), *node_pages(), *model_pages()]
    return [
        Page("index.md", "Start", written("index")),
        choosing_page(),
        *lists,
        pack_page(),
        scale_page(),
        commands_page(),
        errors_page(),
    ]
