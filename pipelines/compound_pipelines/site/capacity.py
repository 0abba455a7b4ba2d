"""How many documents an hour: what each part of a set-up is busy with, and how long documents wait for it.

A set-up is a row of stations. A document takes a server of each station for some seconds, one station after the other,
and waits where all are busy. Documents come at random, independently of each other (a Poisson process).
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

HOUR = 3600.0
FULL = 0.7
"""How busy a station may be in a plan: above that, documents that come at random wait long."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What things take. Measured on two cores of a shared machine, so that those of a quiet one are smaller.

    The first four are what `python tests/bench/scale.py --measure` gives, the next what 5,000 trivial nodes took; the
    others are those of Prefect 3.8 and its runners, with a server on loopback that writes events in batches of 100.
    """

    page: float = 3.2
    """CPU seconds to understand a scanned receipt of one page, with the default models, on one core."""
    recording: float = 0.3
    """CPU seconds more to write it into the journal and the cache."""
    stored: float = 0.65e6
    """Bytes that this leaves in the store."""
    nodes: int = 9
    """Node runs of a document of one page."""
    journalled: float = 65e-6
    """Seconds that SQLite, which takes one writer at a time, is busy with a node run."""
    task: float = 0.0026
    """CPU seconds of a task in the flow's process, of which Python's lock lets one core do them."""
    task_events: float = 0.015
    """CPU seconds of the server for the events of a task."""
    flow: float = 0.3
    """Seconds of a flow call around its tasks."""
    flow_calls: float = 0.07
    """CPU seconds of the server for a flow run without tasks."""
    start: float = 10.0
    """Seconds until a worker's new process has imported all and the flow begins."""
    dask_client: float = 0.051
    """CPU seconds of a task in the flow's process, where Dask workers do it."""
    dask_worker: float = 0.070
    """CPU seconds of such a task in the worker, beside its work."""
    bandwidth: float = 100e6
    """Bytes a second that the store takes; assumed, as of a gigabit network."""


@dataclass(frozen=True, slots=True)
class Station:
    """Something that documents take turns at."""

    name: str
    servers: int
    seconds: float
    """That a document takes one of the servers."""

    @property
    def most(self) -> float:
        """Documents an hour when it never rests."""
        return self.servers / self.seconds * HOUR

    def busy(self, an_hour: float) -> float:
        """The part of the time that each server works; above 1 documents pile up."""
        return an_hour / self.most


@dataclass(frozen=True, slots=True)
class Setup:
    """A way to run documents."""

    name: str
    stations: tuple[Station, ...]
    """The first is the cores."""

    @property
    def bound(self) -> Station:
        """The station that is full first."""
        return min(self.stations, key=lambda station: station.most)

    def sized(self, an_hour: float) -> Setup:
        """The same with as many cores as this rate needs."""
        cores, *others = self.stations
        needed = max(1, -int(-an_hour * cores.seconds // (HOUR * FULL)))
        return replace(self, stations=(replace(cores, servers=needed), *others))


def setups(costs: Costs, cores: int = 2, together: int = 100) -> tuple[Setup, ...]:
    """Ways to run documents of one page. `together` are documents of one flow run, where a flow run has many."""
    work, share, nodes = costs.page + costs.recording, costs.flow / together, costs.nodes
    shared = (
        Station("journal", 1, nodes * costs.journalled),
        Station("store", 1, costs.stored / costs.bandwidth),
    )

    def under_prefect(name: str, own: float, tasks: float, flows: float, *others: Station) -> Setup:
        server = Station("Prefect's server", 1, tasks * costs.task_events + flows * costs.flow_calls)
        return Setup(name, (Station("cores", cores, work + own), *others, server, *shared))

    many = f"{together} documents a flow run, a"
    started = costs.start + costs.flow
    client = Station("flow's process", 1, share + costs.dask_client)
    return (
        Setup("`compound run`", (Station("cores", cores, work), *shared)),
        under_prefect("a flow run a document", started + nodes * costs.task, nodes, 1),
        under_prefect(f"{many} task a node", share + nodes * costs.task, nodes, 1 / together),
        under_prefect(f"{many} task a document", share + costs.task, 1, 1 / together),
        under_prefect(f"{many} Dask task a document", costs.dask_worker, 1, 1 / together, client),
    )


def simulated(stations: Sequence[Station], an_hour: float, documents: int, seed: int = 0) -> list[float]:
    """Seconds from arrival to the end of each document, in the order in which they came.

    Each station serves in the order of arrival, with `servers` that are free from times on a heap.
    """
    chance = random.Random(seed)
    clock, came = 0.0, []
    for _ in range(documents):
        clock += chance.expovariate(an_hour / HOUR)
        came.append(clock)
    ready = [(at, number) for number, at in enumerate(came)]
    for station in stations:
        free = [0.0] * station.servers
        ended = []
        for at, number in sorted(ready):
            end = max(at, free[0]) + station.seconds
            heapq.heapreplace(free, end)
            ended.append((end, number))
        ready = ended
    return [end - came[number] for end, number in sorted(ready, key=lambda pair: pair[1])]


def slow(setup: Setup, an_hour: float, documents: int = 20_000) -> float | None:
    """Seconds that 95 of 100 documents take at the most; None where they pile up without end."""
    if setup.bound.busy(an_hour) >= 1:
        return None
    return quantiles(simulated(setup.stations, an_hour, documents), n=20)[-1]
