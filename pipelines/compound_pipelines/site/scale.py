"""How far this goes: what bounds ten, a thousand and a million documents an hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compound_pipelines.site.capacity import FULL, Costs, Setup, setups, slow
from compound_pipelines.site.page import Page, written

RATES = (10, 1_000, 1_000_000)
CORES = 2


@dataclass(frozen=True, slots=True)
class Need:
    """What a set-up needs for a rate."""

    an_hour: int
    name: str
    cores: int
    tightest: str
    """The station that is busiest beside the cores, of which there are enough."""
    busy: float
    slow: float | None

    @property
    def servers(self) -> int:
        """How many of the tightest there must be."""
        return max(1, -int(-self.busy // FULL))


def scale_page() -> Page:
    """One page; its figures are simulated when it is made, from the costs that it shows."""
    ways = setups(Costs(), CORES)
    text = written("scale", costs=Costs(), ways=ways, needs=list(_needs(ways)), cores=CORES, full=FULL)
    return Page("scale.md", "How far it goes", text)


def _needs(ways: tuple[Setup, ...]) -> Iterator[Need]:
    for rate in RATES:
        for way in ways:
            sized = way.sized(rate)
            tightest = max(sized.stations[1:], key=lambda station: station.busy(rate))
            cores = sized.stations[0].servers
            yield Need(rate, way.name, cores, tightest.name, tightest.busy(rate), slow(sized, rate, 5_000))
