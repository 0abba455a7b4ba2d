"""What became of the nodes of a run, in one word each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from compound.run.result import Run

Outcome = Literal["succeeded", "cached", "failed", "blocked", "skipped", "cancelled"]


def outcome(run: Run[Any], node: str) -> Outcome:
    """Of the node with this id; `cached` when its result was there from before and nothing was called."""
    if node in run.failures:
        return "failed"
    if node in run.blocked:
        return "blocked"
    if node in run.skipped:
        return "skipped"
    timing = run.timings.get(node)
    if timing is not None and timing.recalled and not timing.calls:
        return "cached"
    return "succeeded" if node in run.outputs else "cancelled"
