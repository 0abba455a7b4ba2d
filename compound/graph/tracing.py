"""Which pipeline is being traced at the moment, if any."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.graph.trace import Trace

active: ContextVar[Trace | None] = ContextVar("compound_trace", default=None)
