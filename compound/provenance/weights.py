"""Which weights the models of a run had."""

from __future__ import annotations

import json

from sqlalchemy import select

from compound.journal import tables
from compound.journal.journal import Journal

_PART = "weights "
"""What the names of such parts of a recipe begin with."""


def weights_of(journal: Journal, run: str) -> dict[str, str]:
    """Digests of the weights when the run began, by the name of the model, as far as its nodes could be named."""
    kept, recipes = tables.run_recipes.c, tables.recipes.c
    asked = select(recipes.parts).join(tables.run_recipes, kept.recipe == recipes.digest).where(kept.run == run)
    with journal.engine.connect() as connection:
        found = [json.loads(parts) for parts in connection.scalars(asked)]
    return {
        name.removeprefix(_PART): digest for parts in found for name, digest in parts.items() if name.startswith(_PART)
    }
