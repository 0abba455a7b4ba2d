"""What is kept is found again, equal and of the same types; what is not is a miss that says why."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from compound.cache.answers import Hit, Miss
from compound.cache.cache import Cache
from compound.cache.entry import INLINE
from compound.errors.cache import AnswerNotKept
from compound.store.blobs import Blobs
from compound.values import Image
from tests.compound.cache.small import cache_in, key

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers() | st.none(), inner)
    ),
    max_leaves=8,
)
IMAGE = Image(np.arange(48, dtype=np.uint8).reshape(4, 4, 3))


class Receipt(BaseModel):
    total: float


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [time.time()]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    return clock


def test_nothing_is_there_at_first(cache: Cache) -> None:
    assert cache.lookup(key(1), int) == Miss("absent")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLAIN)
def test_what_is_kept_is_found_again_with_its_types(cache: Cache, value: Any) -> None:
    assert cache.put(key(1), value)
    found = cache.lookup(key(1), Any)
    assert isinstance(found, Hit)
    assert repr(found.value) == repr(value)


@pytest.mark.parametrize(("value", "hint"), [(Receipt(total=1.5), Receipt), ([IMAGE], list[Image]), ("\ud800", str)])
def test_records_images_and_odd_text_are_found_again(cache: Cache, value: Any, hint: Any) -> None:
    assert cache.put(key(1), value)
    found = cache.lookup(key(1), hint)
    assert isinstance(found, Hit)
    assert found.value == value


def test_a_hit_tells_how_it_was_made(cache: Cache, now: list[float]) -> None:
    cache.put(key(1), 2, models=("tiny", "small"), seconds=1.5)
    assert cache.lookup(key(1), int) == Hit(2, now[0], 1.5, ("tiny", "small"))


def test_a_small_answer_stands_in_the_table_and_a_large_one_among_the_blobs(cache: Cache) -> None:
    cache.put(key(1), "x" * (INLINE - 2))
    assert list(cache.blobs) == []
    cache.put(key(2), "x" * INLINE)
    assert len(list(cache.blobs)) == 1
    assert cache.lookup(key(2), str).value == "x" * INLINE  # type: ignore[union-attr]


def test_a_later_answer_takes_the_place_of_an_earlier_one(cache: Cache) -> None:
    cache.put(key(1), "long" * INLINE)
    cache.put(key(1), "short")
    found = cache.lookup(key(1), str)
    assert isinstance(found, Hit)
    assert found.value == "short"


def test_each_hit_is_a_value_of_its_own(cache: Cache) -> None:
    cache.put(key(1), [1])
    cache.lookup(key(1), list[int]).value.append(2)  # type: ignore[union-attr]
    assert cache.lookup(key(1), list[int]).value == [1]  # type: ignore[union-attr]


def test_an_answer_holds_for_its_life_by_the_policy_of_today(cache: Cache, now: list[float]) -> None:
    cache.put(key(1), 2)
    now[0] += 10
    assert isinstance(cache.lookup(key(1), int, life=10), Hit)
    assert cache.lookup(key(1), int, life=9) == Miss("expired")
    assert isinstance(cache.lookup(key(1), int), Hit)


def test_of_an_answer_from_the_future_nobody_knows_the_age(cache: Cache, now: list[float]) -> None:
    cache.put(key(1), 2)
    now[0] -= 100
    assert cache.lookup(key(1), int, life=1000) == Miss("expired")


def test_an_expired_answer_is_computed_anew(cache: Cache, now: list[float]) -> None:
    cache.once(key(1), int, lambda: 1)
    now[0] += 10
    assert cache.once(key(1), int, lambda: 2, life=5).value == 2
    assert cache.once(key(1), int, lambda: 3, life=5).value == 2


def test_an_answer_whose_blob_was_collected_is_gone_without_a_warning(cache: Cache) -> None:
    for value in ("x" * INLINE, IMAGE):
        cache.put(key(1), value)
        for digest in cache.blobs:
            cache.blobs.delete(digest)
        assert cache.lookup(key(1), Any) == Miss("gone")


@pytest.mark.parametrize("value", [object(), 10**5000], ids=["object", "long"])
def test_what_has_no_form_is_not_kept_and_said_once(cache: Cache, value: Any) -> None:
    with pytest.warns(AnswerNotKept, match="tests.compound.cache.small:double"):
        assert not cache.put(key(1), value)
    assert not cache.put(key(1), [value])
    assert cache.once(key(1), Any, lambda: object()).kept is False  # type: ignore[union-attr]


def test_a_type_that_the_annotation_does_not_tell_is_a_miss_and_said_once(cache: Cache) -> None:
    cache.put(key(1), Receipt(total=1))
    with pytest.warns(AnswerNotKept, match="none of the types that are declared"):
        assert cache.lookup(key(1), object) == Miss("unreadable")
    assert cache.lookup(key(1), object) == Miss("unreadable")


def test_another_process_with_the_same_file_finds_it(cache: Cache, tmp_path: Path) -> None:
    cache.put(key(1), 2)
    assert isinstance(cache_in(tmp_path).lookup(key(1), int), Hit)


def test_use_is_noted_but_not_each_time(cache: Cache, now: list[float]) -> None:
    cache.put(key(1), 2)
    began = now[0]
    for later, noted in ((60.0, began), (100_000.0, began + 100_000)):
        now[0] = began + later
        cache.lookup(key(1), int)
        assert sqlite3.connect(cache.path).execute("SELECT used FROM answers").fetchone() == (noted,)


def test_a_place_is_made_when_needed_and_home_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "new"))
    cache = Cache()
    assert not (tmp_path / "new").exists()
    cache.put(key(1), 2)
    assert (tmp_path / "new" / "cache.db").is_file()
    assert isinstance(cache.blobs, Blobs)
