"""What the answers of each node of a run rested on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from compound.journal import tables
from compound.journal.reading.wiring import Place
from compound.journal.writing.rows import decode


@dataclass(frozen=True, slots=True)
class Rested:
    """A recipe as it was."""

    digest: str | None
    """None for a node whose answers could not be named."""
    parts: Mapping[str, str]
    """Those of `Recipe.parts`."""


def rested_on(connection: Connection, run: str, graph: Mapping[str, Place]) -> dict[str, Rested]:
    """The recipes of a run by the place of the node, `each/read`.

    Of nodes that do the same the journal keeps the first alone; the others are told by the graph, and left out where
    it has no serialised form.
    """
    rows, recipes = tables.run_recipes.c, tables.recipes.c
    asked = (
        select(rows.node, rows.recipe, recipes.parts)
        .outerjoin(tables.recipes, recipes.digest == rows.recipe)
        .where(rows.run == run)
    )
    kept = {
        row.node: Rested(row.recipe, decode(row.parts or "{}", f"a recipe of run {run}"))
        for row in connection.execute(asked)
    }
    by_work = {graph[path].work: recipe for path, recipe in kept.items() if path in graph}
    others = {path: by_work[place.work] for path, place in graph.items() if place.work in by_work}
    return {**others, **kept}


def form_of(connection: Connection, run: str) -> str | None:
    """The serialised form of a run's graph; None where it has none."""
    forms, runs = tables.forms, tables.runs
    found: str | None = connection.scalar(
        select(forms.c.data).join(runs, runs.c.form == forms.c.digest).where(runs.c.id == run)
    )
    return found
