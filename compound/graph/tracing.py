"""Which graph is being recorded at the moment, if any."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.graph.trace import Trace

active: ContextVar[Trace | None] = ContextVar("compound_trace", default=None)


def require_trace(name: str) -> Trace:
    """The trace that is recording, for what works only there. Raises OutsidePipeline."""
    trace = active.get()
    if trace is None:
        from compound.errors.build import OutsidePipeline

        raise OutsidePipeline(name=name)
    return trace
