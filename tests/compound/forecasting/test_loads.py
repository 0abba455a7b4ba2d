from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compound.forecasting.loads import Loads, Sizes
from compound.forecasting.loads import simulated as simulated_with

SIZES = {"a": 4, "b": 3, "c": 2}


def simulated(uses: list[tuple[str, ...]], sizes: dict[str, int], budget: int) -> Loads:
    return simulated_with(uses, Sizes(sizes, {"c": 5}), budget)


def test_loading_may_take_more_than_what_is_loaded() -> None:
    loads = simulated([("a",), ("c",)], SIZES, budget=9)
    assert (loads.peak, loads.loading) == (6, 11)


def test_what_fits_is_loaded_once_in_the_order_of_use() -> None:
    loads = simulated([("a",), ("b",), ("a",), ("c",)], SIZES, budget=9)
    assert (loads.order, loads.peak, loads.swaps) == (("a", "b", "c"), 9, 0)


def test_the_least_recently_used_goes_and_is_loaded_again() -> None:
    loads = simulated([("a",), ("b",), ("c",), ("a",)], SIZES, budget=7)
    assert (loads.order, loads.peak, loads.swaps) == (("a", "b", "c", "a"), 7, 1)


def test_models_of_one_node_are_there_together() -> None:
    assert simulated([("a", "b"), ("b", "a")], SIZES, budget=7).order == ("a", "b")


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=2, unique=True).map(tuple)),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)),
)
def test_the_peak_is_within_a_budget_that_each_node_fits_into(
    uses: list[tuple[str, ...]], sizes: dict[str, int]
) -> None:
    budget = max([sum(sizes.get(name, 0) for name in models) for models in uses], default=0)
    loads = simulated(uses, sizes, budget)
    assert loads.peak <= budget
    assert set(loads.order) == {name for models in uses for name in models}
