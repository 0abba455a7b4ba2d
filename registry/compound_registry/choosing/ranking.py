"""The order of what meets the needs, each place with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ByteSize

from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.measurements import Measurement, measured
from compound_registry.choosing.needs import Needs
from compound_registry.choosing.orders import Kind, order_for
from compound_registry.choosing.readiness import missing_install, missing_weights

CLOSE = 0.02
"""Qualities within this count as equal, and latency decides: smaller differences are noise on a hundred examples."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate in its place."""

    candidate: Candidate
    reason: str
    """Why it stands there."""
    to_do: str = ""
    """What must be installed or fetched before it runs; empty when it is ready."""

    @property
    def ready(self) -> bool:
        return not self.to_do


def ranked(found: Sequence[Candidate], capability: str, needs: Needs, task: str = "") -> list[Choice]:
    """Candidates in their order: by kind, then what is here, then the provider's default, then by the work.

    Those that were measured on the same examples then change places among themselves, by what is preferred.
    """
    order = order_for(capability, needs, task)
    choices = [_Placed(candidate, index, order) for index, candidate in enumerate(found)]
    choices.sort(key=lambda placed: placed.key(needs))
    _reorder_measured(choices, measured(capability), needs)
    return [placed.choice() for placed in choices]


class _Placed:
    """A candidate on its way to its place."""

    def __init__(self, candidate: Candidate, index: int, order: tuple[Kind, ...]) -> None:
        self.candidate = candidate
        self._install, self._fetch = missing_install(candidate), missing_weights(candidate)
        self.measurement: Measurement | None = None
        self._index = index
        self._order = order
        self._rank = next((rank for rank, kind in enumerate(order) if kind.covers(candidate)), len(order))

    def key(self, needs: Needs) -> tuple[float, ...]:
        work = self.candidate.work
        if needs.prefer == "quality":
            return self._rank, -work, self._index
        if needs.prefer == "memory":
            return self._rank, self._size, self._index
        if needs.prefer in ("latency", "cost"):
            return self._rank, self.candidate.remote, work, self._index
        own = self.candidate.provider is not None and not self.candidate.selected
        return self._rank, bool(self._install), bool(self._fetch), not own, self._index if own else work, self._index

    @property
    def _size(self) -> float:
        size = self.candidate.size
        return float("inf") if size is None else size

    def choice(self) -> Choice:
        return Choice(self.candidate, "; ".join(filter(None, self._reasons())), self._install or self._fetch)

    def _reasons(self) -> tuple[str, ...]:
        return self._by_kind(), self._by_size(), _by_measurement(self.measurement)

    def _by_kind(self) -> str:
        if not self._order:
            return f"{self.candidate.family}"
        if self._rank == len(self._order):
            return f"{self.candidate.family}, after {', '.join(dict.fromkeys(kind.label for kind in self._order))}"
        return f"{self.candidate.family}: place {self._rank + 1}, {self._order[self._rank].label}"

    def _by_size(self) -> str:
        size = self.candidate.size
        if not size:
            return ""
        return f"{ByteSize(size).human_readable()} in {self.candidate.dtype}"


def _by_measurement(measurement: Measurement | None) -> str:
    if measurement is None:
        return ""
    quality = "" if measurement.quality is None else f"{measurement.metric} {measurement.quality:.3f}, "
    return f"measured here on {measurement.count}: {quality}{measurement.seconds * 1000:.0f} ms"


def _reorder_measured(choices: list[_Placed], figures: dict[str, Measurement], needs: Needs) -> None:
    places = [place for place, placed in enumerate(choices) if placed.candidate.name in figures]
    for place in places:
        choices[place].measurement = figures[choices[place].candidate.name]
    by_merit = sorted((choices[place] for place in places), key=lambda placed: _merit(placed, needs))
    for place, placed in zip(places, by_merit, strict=True):
        choices[place] = placed


def _merit(placed: _Placed, needs: Needs) -> tuple[float, ...]:
    measurement = placed.measurement
    assert measurement is not None
    quality = -(measurement.quality or 0.0)
    close = round(quality / CLOSE)
    if needs.prefer == "latency":
        return measurement.seconds, quality
    if needs.prefer == "memory":
        return measurement.memory, quality
    if needs.prefer == "cost":
        return placed.candidate.remote, measurement.seconds
    return (quality, measurement.seconds) if needs.prefer == "quality" else (close, measurement.seconds)
