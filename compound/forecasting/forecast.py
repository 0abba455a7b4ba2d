"""`forecast`: memory, load order, time and price of a run, before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compound.catalogue import catalogue
from compound.errors.models import ForecastOverBudget
from compound.forecasting.loads import Loads, Sizes, simulated
from compound.forecasting.need import Need
from compound.forecasting.walk import needs

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run will need at the most, above what the interpreter and the libraries take by themselves."""

    pipeline: str
    needs: tuple[Need, ...]
    sizes: Mapping[str, int]
    """Bytes of each model once loaded, 0 where nobody knows."""
    loads: Loads
    budget: int
    """Bytes that the pool allows for weights."""

    @property
    def working(self) -> int:
        """Bytes of calls at the most: of one need with the largest on each other lane that may go on beside it."""
        return max(map(self._working, self.needs), default=0)

    @property
    def peak(self) -> int:
        """Bytes of weights and of calls, or of loading, at the most; what is in `unknown` is not in it."""
        return max([self.loads.loading, *(self._weights(need) + self._working(need) for need in self.needs)])

    @property
    def seconds(self) -> float | None:
        """Seconds of all calls, those side by side counted once; None where one of them is unknown."""
        return _sum(need.cost.seconds and need.cost.seconds * need.turns for need in self.needs)

    @property
    def price(self) -> float | None:
        """Of all calls, one for each body whose turns are not known; None where one of them is unknown."""
        return _sum(need.cost.price and need.cost.price * (need.calls or 1) for need in self.needs)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Nodes of which nobody says how much memory they take."""
        return tuple(need.node for need in self.needs if need.weights is None or need.cost.memory is None)

    def _weights(self, need: Need) -> int:
        """Bytes of all models that may be loaded while the need is at work: not those of needs that come after."""
        names = {name for other in self.needs if need.node not in other.before for name in other.models}
        return min(self.loads.peak, sum(self.sizes.get(name, 0) for name in names))

    def _working(self, need: Need) -> int:
        lanes: dict[str, int] = {}
        for other in self.needs:
            apart = other.node in need.before or need.node in other.before
            if other.lane != need.lane and not apart:
                lanes[other.lane] = max(lanes.get(other.lane, 0), other.working or 0)
        return (need.working or 0) + sum(lanes.values())


def _sum(figures: Iterable[float | None]) -> float | None:
    known = list(figures)
    return None if None in known else sum(figure for figure in known if figure is not None)


def forecast(pipeline: Pipeline[..., Any], *args: Any, memory: int | str | None = None, **kwargs: Any) -> Forecast:
    """What a run of a pipeline will need, with these inputs as far as they are given. Nothing is run or loaded.

    `memory` is what weights may take, in bytes or as `4GiB`; the pool's budget when it is not given.

    Raises:
        ForecastOverBudget: when the models of one node do not fit, naming the providers that would.
        BadBudget: when `memory` is no size.
        What is wrong with the graph or the inputs.
    """
    from compound.models.budget import default_budget, parsed

    budget = default_budget() if memory is None else parsed(memory)
    found = needs(pipeline.plan, _values(pipeline, args, kwargs))
    for need in found:
        _refuse_too_large(pipeline, need, budget)
    names = {name for need in found for name in need.models}
    sizes = {name: catalogue().model_size(name) or 0 for name in names}
    loading = {name: catalogue().loading_size(name) for name in names}
    loads = simulated([need.models for need in found], Sizes(sizes, loading), budget)
    return Forecast(pipeline.name, tuple(found), sizes, loads, budget)


def _values(pipeline: Pipeline[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[int, Any]:
    """What is known by slot: constants, and the inputs if there are any."""
    from compound.graph.step import MISSING
    from compound.run.inputs import bind_inputs

    known = {slot: value for slot, value in enumerate(pipeline.plan.template) if value is not MISSING}
    if args or kwargs:
        given = bind_inputs(pipeline, args, kwargs)
        known |= {slot: value for (slot, _), value in zip(pipeline.plan.inputs, given, strict=True)}
    return known


def _refuse_too_large(pipeline: Pipeline[..., Any], need: Need, budget: int) -> None:
    if need.weights is not None and need.weights > budget:
        raise ForecastOverBudget(
            pipeline=pipeline.name,
            node=need.node,
            models=need.models,
            size=need.weights,
            budget=budget,
            fitting=catalogue().fitting(need.ref, budget),
        )
