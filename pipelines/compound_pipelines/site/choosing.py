"""How a choice is made: the constraints, the orders, and the lock."""

from __future__ import annotations

from compound_pipelines.cli.discovery.showing import settings_of
from compound_pipelines.site.page import Page, written
from compound_registry.choosing.licences import CLASSES
from compound_registry.choosing.needs import Needs
from compound_registry.choosing.orders import ON_DEVICE, PREFERENCES, TASKS


def choosing_page() -> Page:
    """One page; its tables are those that the registry uses."""
    text = written(
        "choosing",
        needs=settings_of(Needs),
        tasks=TASKS,
        preferences={name: order for name, order in PREFERENCES.items() if order},
        on_device=ON_DEVICE,
        licences={name: sorted(allowed) for name, allowed in CLASSES.items()},
    )
    return Page("choosing.md", "Choosing", text)
