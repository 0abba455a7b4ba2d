"""How long nodes took in the last runs on this machine, for the next forecast."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from compound.graph.shapes import Each, Loop
from compound.store.home import home

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.run.result import Run, Timing

WORTH = 0.001
"""Seconds a call from which it matters how many they are."""
KEPT = 5
"""Runs of which a node's seconds are kept: the first also loads models, so that the median forgets it."""


def remember(plan: Plan, run: Run[object]) -> None:
    """Keeps the seconds a call of each node: of one that takes next to none but once, so that most runs write nothing.

    A disk that refuses costs a forecast, and no run.
    """
    known = _read()
    found = [told for told in _by_ref(plan, run.timings, "") if told[1] >= WORTH or told[0] not in known]
    if not found:
        return
    for ref, seconds in found:
        known[ref] = [*known.get(ref, ()), round(seconds, 6)][-KEPT:]
    with suppress(OSError):
        _write(known)


def seconds_a_call(ref: str) -> float | None:
    """The median of the last runs for a node, `module:Class`; None where there was none."""
    seconds = _read().get(ref)
    return statistics.median(seconds) if seconds else None


def _by_ref(plan: Plan, timings: Mapping[str, Timing], prefix: str) -> Iterator[tuple[str, float]]:
    for step in plan.steps[: plan.size]:
        if step is None:
            continue
        if isinstance(step.shape, Each | Loop):
            yield from _by_ref(step.shape.body, timings, f"{prefix}{step.id}/")
        elif step.declaration is not None and (timing := timings.get(prefix + step.id)) and timing.calls:
            yield step.declaration.ref, timing.seconds / timing.calls


def _file() -> Path:
    return home() / "timings.json"


def _read() -> dict[str, list[float]]:
    with suppress(OSError, ValueError):  # not there, or torn by a full disk
        found = json.loads(_file().read_text("utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _write(known: Mapping[str, list[float]]) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_text(json.dumps(known), "utf-8")
    beside.replace(file)
