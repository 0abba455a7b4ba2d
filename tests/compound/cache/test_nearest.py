"""Why an answer was not there: which part of its key differs from the nearest earlier one of the same node."""

from __future__ import annotations

import sqlite3
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compound import node
from compound.cache.cache import Cache
from compound.keys.node import Key, node_key
from compound.keys.value import key_of
from tests.compound.cache.small import key


@node
def weigh(x: int, y: int = 0) -> int:
    return x + y


def weighed(x: int, y: int, seed: int = 0, version: str = "1") -> Key:
    return node_key(weigh.with_policy(version=version), {"x": key_of(x), "y": key_of(y)}, seed)


def why(cache: Cache, asked: Key) -> tuple[str, ...] | None:
    near = cache.nearest(asked.parts(), before=time.time() + 1)
    return None if near is None else near.changed


def test_without_an_earlier_answer_of_the_node_there_is_nothing_to_compare(cache: Cache) -> None:
    cache.put(key(1), 2)
    assert why(cache, weighed(1, 1)) is None


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (weighed(1, 2), ("input y",)),
        (weighed(2, 2), ("input x", "input y")),
        (weighed(1, 1, seed=1), ("seed",)),
        (weighed(1, 1, version="2"), ("version",)),
        (weighed(1, 1), ()),
    ],
)
def test_the_parts_that_changed_are_named(cache: Cache, asked: Key, parts: tuple[str, ...]) -> None:
    cache.put(weighed(1, 1), 2)
    assert why(cache, asked) == parts


def test_the_nearest_is_compared_and_of_equals_the_latest(cache: Cache) -> None:
    for kept in (weighed(1, 1), weighed(2, 1), weighed(3, 1), weighed(8, 8, seed=8)):
        cache.put(kept, 0)
    near = cache.nearest(weighed(4, 1).parts(), before=time.time() + 1)
    assert near is not None
    assert (near.key, near.changed) == (weighed(3, 1).digest, ("input x",))


def test_later_answers_do_not_count(cache: Cache) -> None:
    began = time.time()
    cache.put(weighed(1, 1), 2)
    assert cache.nearest(weighed(1, 1).parts(), before=began) is None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(), st.none() | st.integers())
def test_the_parts_of_a_kept_answer_are_known(cache: Cache, x: int, seed: int | None) -> None:
    cache.put(key(x, seed), 0)
    assert cache.parts_of(key(x, seed).digest) == key(x, seed).parts()


def test_of_others_nothing_is_known(cache: Cache) -> None:
    assert cache.parts_of("0" * 64) is None


@pytest.mark.parametrize(
    "damage", ["UPDATE recipes SET parts = 'x'", "DELETE FROM recipes", "UPDATE answers SET asked = 7"]
)
def test_a_damaged_explanation_is_none(cache: Cache, damage: str) -> None:
    cache.put(key(1), 2)
    with sqlite3.connect(cache.path) as connection:
        connection.execute(damage)
    connection.close()
    assert cache.parts_of(key(1).digest) is None
    assert cache.nearest(key(1).parts(), before=time.time() + 1) is None
