"""A run on one page of Markdown: how it ended, its graph, what failed, what was decided, which models were used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from compound.backends.prefect.markdown import plain, table
from compound.errors.seeing import TooLargeToDraw
from compound.seeing.duration import duration
from compound.seeing.mermaid import to_mermaid
from compound.seeing.outcomes import outcome

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.run.result import Run, Timing

MOST = 50
"""Rows of a table; whoever wants all has the run."""


def overview(run: Run[Any], pipeline: Pipeline[Any, Any]) -> str:
    """The page, as Markdown with the graph in Mermaid."""
    return "\n\n".join(part for part in _parts(run, pipeline) if part)


def _parts(run: Run[Any], pipeline: Pipeline[Any, Any]) -> Iterator[str]:
    known = f" Run `{run.id}` of the journal." if run.id else ""
    yield f"**{plain(run.pipeline)}** {run.status} after {duration(run.seconds)}.{known}"
    yield _graph(run, pipeline)
    failures = [(failed.node, f"{type(failed.error).__name__}: {failed.error}") for failed in run.failures.values()]
    yield _section("Failed", ("node", "error"), failures)
    yield _section("Blocked", ("node", "by"), list(run.blocked.items()))
    yield _section("Decisions", ("node", "decision"), list(run.decisions.items()))
    yield _section("Models", ("model",), [(model,) for model in sorted(run.models)])


def _graph(run: Run[Any], pipeline: Pipeline[Any, Any]) -> str:
    graph = pipeline.graph
    outcomes = {node: outcome(run, node) for node, step in graph.nodes(data="step") if step is not None}
    notes = {node: _note(timing) for node, timing in run.timings.items()}
    try:
        drawn = to_mermaid(graph, outcomes, notes)
    except TooLargeToDraw as large:
        return plain(str(large))
    return f"```mermaid\n{drawn}```"


def _note(timing: Timing) -> str:
    calls = f"{timing.calls} × " if timing.calls > 1 else ""
    return f"{calls}{duration(timing.seconds / timing.calls)}" if timing.calls else "cached"


def _section(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    more = f"\n\nand {len(rows) - MOST:,} more" if len(rows) > MOST else ""
    return f"### {title}\n\n{table(header, rows[:MOST])}{more}"
