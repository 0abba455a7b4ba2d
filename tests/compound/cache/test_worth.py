"""Which nodes are worth a place in the cache: as the node says, else the pure ones that cost something."""

from __future__ import annotations

from typing import Any

import pytest

from compound import Node, node
from compound.cache.worth import life_of, worth_caching


def plain(x: int) -> int:
    return x


class Loading(Node):
    def load(self) -> object:
        return object()

    def run(self, x: int) -> int:
        return x


@pytest.mark.parametrize("options", [{"blocking": True}, {"device": "cpu"}, {"cost": 0.01}, {"cache": True}])
def test_what_costs_or_says_so_is_worth_it(options: dict[str, Any]) -> None:
    assert worth_caching(node(**options)(plain))
    assert not worth_caching(node(**{**options, "cache": False})(plain))


def test_what_loads_is_worth_it() -> None:
    assert worth_caching(Loading().declaration)
    assert not worth_caching(Loading().declaration.with_policy(cache=False))


@pytest.mark.parametrize("effect", ["read", "write", "act"])
def test_what_is_not_pure_is_not_unless_a_reader_says_so(effect: Any) -> None:
    assert not worth_caching(node(effect=effect, blocking=True)(plain))
    assert worth_caching(node(effect="read", cache=60)(plain))


def test_a_trivial_function_is_not() -> None:
    assert not worth_caching(node(plain))


def test_an_answer_holds_as_long_as_the_policy_says() -> None:
    assert [life_of(node(cache=cache)(plain)) for cache in (None, True, False, 60, 0.5)] == [None, None, None, 60, 0.5]
