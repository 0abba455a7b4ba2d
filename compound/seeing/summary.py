"""A finished run as a table: what became of each node, how often it ran and where the time went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from compound.seeing.duration import duration
from compound.seeing.outcomes import outcome
from compound.seeing.places import Place, places
from compound.seeing.text import clipped

if TYPE_CHECKING:
    from compound.run.result import Run, Timing

COLORS = {
    "succeeded": "green",
    "cached": "cyan",
    "failed": "red",
    "blocked": "yellow",
    "skipped": "dim",
    "cancelled": "yellow",
}
LONGEST = 60
"""Cells of a failure's message."""


def summary_table(run: Run[Any]) -> Table:
    """Status, calls, time and share of each node in the order of the graph; totals in the footer.

    Times of nodes that ran side by side add up to more than the run took. A share is of all work done in nodes; that
    of an `each` or a `loop` is the work of its body.
    """
    work = _Work(run)
    title = f"{clipped(run.pipeline, LONGEST)}: {run.status}"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("node", footer="in all", no_wrap=True)
    table.add_column("status", footer=_counts(run))
    for header, footer in (("calls", f"{work.calls:,}"), ("time", duration(run.seconds)), ("share", "")):
        table.add_column(header, footer=footer, justify="right", no_wrap=True)
    if run.decisions:
        table.add_column("decision")
    table.show_footer = True
    for place in places(run._frame.plan):
        table.add_row(*work.row(place))
    return table


class _Work:
    """What a run says of its nodes, made into cells."""

    def __init__(self, run: Run[Any]) -> None:
        self._run = run
        self._timings = run.timings
        leaves = [place.name for place in places(run._frame.plan) if not place.inner]
        self._seconds = sum(self._timings[name].seconds for name in leaves if name in self._timings)
        self.calls = sum(self._timings[name].calls for name in leaves if name in self._timings)

    def row(self, place: Place) -> list[Text | str]:
        timing = self._timings.get(place.name)
        name = "  " * place.depth + clipped(place.name.rpartition("/")[2] if place.depth else place.name, LONGEST)
        cells: list[Text | str] = [name, self._status(place, timing)]
        cells += [_calls(timing), duration(timing.seconds), self._share(place)] if timing else ["", "", ""]
        decision = self._run.decisions.get(place.name)
        return [*cells, clipped(decision, LONGEST)] if decision else cells

    def _share(self, place: Place) -> str:
        names = place.inner or (place.name,)
        seconds = sum(self._timings[name].seconds for name in names if name in self._timings)
        return f"{seconds / self._seconds:.0%}" if self._seconds else ""

    def _status(self, place: Place, timing: Timing | None) -> Text:
        if place.depth:
            return Text("did not run" if place.timed and not timing else "", "dim")
        run, node = self._run, place.name
        if node in run.failures:
            error = run.failures[node].error
            return Text(clipped(f"failed: {type(error).__name__}: {error}", LONGEST), COLORS["failed"])
        if node in run.blocked:
            return Text(f"blocked by {clipped(run.blocked[node], LONGEST)}", COLORS["blocked"])
        status = outcome(run, node)
        return Text(status, COLORS[status])


def _calls(timing: Timing) -> str:
    """How often it ran, and how many results were there without."""
    return f"{timing.calls:,} + {timing.recalled:,} cached" if timing.recalled else f"{timing.calls:,}"


def _counts(run: Run[Any]) -> str:
    shown = {place.name for place in places(run._frame.plan) if not place.depth}
    groups = {"succeeded": run.outputs, "failed": run.failures, "blocked": run.blocked, "skipped": run.skipped}
    counts = {status: len(shown.intersection(nodes)) for status, nodes in groups.items()}
    return ", ".join(f"{count} {status}" for status, count in counts.items() if count)
