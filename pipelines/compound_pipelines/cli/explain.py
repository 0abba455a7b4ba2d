"""`compound explain`: why the cache had an answer or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from compound_pipelines.cli.recorded import SHORT, AsJson, At, RunId, Where, echo, journal_at, pipeline_for

if TYPE_CHECKING:
    from compound.journal.journal import Journal
    from compound.journal.reading.explaining import Explanation
    from compound.nodes.declaration import Declaration

_WIDE = 40
"""Characters of a value that people are shown."""
_MOST = 20
"""Parts of a key that people are shown."""


def explain(
    run: RunId,
    node: Annotated[str, typer.Argument(metavar="NODE", help="Its path, as `runs show` tells it; each/node for all.")],
    pipeline: Where = "",
    as_json: AsJson = False,
    at: At = "",
) -> None:
    """Tell why a node's answer came from the cache or was computed: which part of its key had changed."""
    from dataclasses import asdict

    from compound.cache.cache import Cache
    from compound.journal.reading.explaining import explain as explained

    journal = journal_at(at)
    for found in explained(journal, Cache(), run, node, partial(_nodes, journal, run, pipeline)):
        for line in [asdict(found)] if as_json else _lines(found):
            echo(line)


def _nodes(journal: Journal, run: str, reference: str) -> Mapping[str, Declaration]:
    """What the run's nodes say of themselves now; nothing where its pipeline is not found."""
    from compound.errors.journal import RunFormMissing
    from compound.journal.writing.description import describe

    try:
        return describe(pipeline_for(journal, run, reference)).nodes
    except RunFormMissing:
        return {}


def _lines(found: Explanation) -> Iterator[str]:
    attempt = f" (attempt {found.attempt})" if found.attempt > 1 else ""
    yield f"{found.path}{attempt}: {found.cache or 'not cached'}. {found.sentence}"
    rows = [(change.part, _short(change.before), _short(change.after)) for change in found.changes[:_MOST]]
    if rows:
        rows.insert(0, ("part", "before", "now"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    if len(found.changes) > _MOST:
        yield f"  and {len(found.changes) - _MOST} more, which --json lists"


def _short(told: str | None) -> str:
    if told is None:
        return "-"
    return told if len(told) <= _WIDE else f"{told[:SHORT]}…"
