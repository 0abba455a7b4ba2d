"""Recorded runs in lines for people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from compound_pipelines.cli.recorded import SHORT

if TYPE_CHECKING:
    from compound.journal.reading.runs import NodeRun, RunDetails, RunSummary


def line_of(run: RunSummary) -> str:
    """One run."""
    took = "" if run.seconds is None else f"{run.seconds:.2f} s"
    began = datetime.fromtimestamp(run.started)
    again = f"  again from {run.origin[:SHORT]}" if run.origin else ""
    return f"{run.id[:SHORT]}  {began:%Y-%m-%d %H:%M:%S}  {run.status:<9}  {took:>10}  {run.pipeline}{again}"


def lines_of(found: RunDetails) -> list[str]:
    """One run with all that happened in it."""
    return [
        line_of(found.run),
        *(f"  input {port}: {key or 'not kept'}" for port, key in found.inputs.items()),
        *map(_node, found.nodes),
        *(f"  decided {decision['path']}: {decision['what']}" for decision in found.decisions),
        *(f"  error {error['path']}: {error['type']}: {error['message']} {error['place']}" for error in found.errors),
    ]


def _node(node: NodeRun) -> str:
    attempt = f" (attempt {node.attempt})" if node.attempt > 1 else ""
    kept = f"  {'from the cache' if node.cache == 'hit' else node.cache}" if node.cache in ("hit", "taken") else ""
    return f"  {node.status:<9}  {node.seconds:>9.3f} s  {node.path}{attempt}  {(node.output or '')[:SHORT]}{kept}"
