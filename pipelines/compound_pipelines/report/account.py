"""How an output came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from compound import Run
from compound.run.result import Timing

Status = Literal["succeeded", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Account:
    """What a report tells of a run, or what is left to tell where there was none."""

    status: Status
    seconds: float = 0.0
    outputs: Mapping[str, Any] = field(default_factory=dict)
    """By node id; pictures and pages are looked for here."""

    failures: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    timings: Mapping[str, Timing] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    run: str = ""
    """Id of the run; empty for one that no journal knows."""

    @classmethod
    def of(cls, run: Run[Any]) -> Self:
        return cls(
            status=run.status,
            seconds=run.seconds,
            outputs=run.outputs,
            failures=tuple(map(str, run.failures.values())),
            blocked=tuple(run.blocked),
            timings=run.timings,
            decisions=run.decisions,
            skipped=run.skipped,
            models=run.models,
            run=run.id,
        )
