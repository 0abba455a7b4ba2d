"""In which order models will be loaded, and which must go for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loads:
    """The loads of a run under a budget."""

    order: tuple[str, ...]
    """Names of models as they are loaded; one that had to go in between comes again."""
    peak: int
    """Bytes of all weights at the most."""
    loading: int
    """Bytes at the most while one of them is loaded."""

    @property
    def swaps(self) -> int:
        """How many loads are of a model that had been loaded before."""
        return len(self.order) - len(set(self.order))


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes by the name of the model."""

    loaded: Mapping[str, int]
    while_loading: Mapping[str, int]
    """Over those, at the peak of loading."""


def simulated(uses: Iterable[tuple[str, ...]], sizes: Sizes, budget: int) -> Loads:
    """What the pool does when nodes use these models one after the other: the least recently used go first."""
    there: dict[str, int] = {}
    order: list[str] = []
    peak = loading = 0
    for models in uses:
        for name in models:
            size = there.pop(name, None)
            if size is None:
                size = sizes.loaded.get(name, 0)
                order.append(name)
                _make_room(there, size, budget, spared=models)
                loading = max(loading, sum(there.values()) + size + sizes.while_loading.get(name, 0))
            there[name] = size  # the last is the most recently used
            peak = max(peak, sum(there.values()))
    return Loads(tuple(order), peak, loading)


def _make_room(there: dict[str, int], size: int, budget: int, spared: tuple[str, ...]) -> None:
    for name in [name for name in there if name not in spared]:
        if sum(there.values()) + size <= budget:
            return
        del there[name]
