"""Trimming forgets what was long unused or is too much, and what leads to a blob that was collected."""

from __future__ import annotations

import sqlite3
import time

import pytest

from compound.cache.answers import Hit, Miss
from compound.cache.cache import Cache
from compound.cache.entry import INLINE
from compound.cache.trimming import trim
from compound.store.sweep import Limits
from tests.compound.cache.small import key

DAY = 86_400.0


def put(cache: Cache, x: int, age: float, value: str = "tea") -> None:
    cache.put(key(x), value)
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE answers SET used = ? WHERE key = ?", (time.time() - age, key(x).digest))
    connection.close()


def left(cache: Cache) -> set[int]:
    return {x for x in range(10) if isinstance(cache.lookup(key(x), str), Hit)}


def test_nothing_is_forgotten_before_it_is_carried_out(cache: Cache) -> None:
    put(cache, 1, 8 * DAY)
    put(cache, 2, 6 * DAY)
    planned = trim(cache, Limits(unused=7 * DAY))
    assert [answer.key for answer in planned.doomed] == [key(1).digest]
    assert planned.count == 2
    assert 0 < planned.freed < planned.size
    assert planned.carry_out() == 1
    assert left(cache) == {2}


def test_above_a_size_the_least_recently_used_go_first(cache: Cache) -> None:
    for x, days in enumerate((5, 1, 3, 4, 2)):
        put(cache, x, days * DAY, "x" * 10_000)
    trim(cache, Limits(size=25_000)).carry_out()
    assert left(cache) == {1, 4}


def test_without_limits_all_stay(cache: Cache) -> None:
    put(cache, 1, 1000 * DAY)
    assert trim(cache, Limits()).carry_out() == 0
    assert left(cache) == {1}


def test_what_was_used_meanwhile_stays(cache: Cache) -> None:
    put(cache, 1, 8 * DAY)
    planned = trim(cache, Limits(unused=7 * DAY))
    cache.lookup(key(1), str)
    assert planned.carry_out() == 0
    assert left(cache) == {1}


def test_an_answer_whose_blob_was_swept_goes_as_well(cache: Cache) -> None:
    put(cache, 1, 0, "x" * INLINE)
    put(cache, 2, 0, "y" * INLINE)
    cache.blobs.delete(next(iter(cache.blobs)))
    assert trim(cache, Limits()).carry_out() == 1
    assert len(left(cache)) == 1


@pytest.mark.parametrize("forged", [b"\xff" * 64, b"../../etc/passwd", b""])
def test_a_forged_reference_leads_nowhere(cache: Cache, forged: bytes) -> None:
    put(cache, 1, 0, "x" * INLINE)
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE answers SET record = ?", (forged,))
    connection.close()
    assert trim(cache, Limits()).carry_out() == 1
    assert cache.lookup(key(1), str) == Miss("absent")


def test_the_file_becomes_smaller_and_recipes_without_answers_go(cache: Cache) -> None:
    for x in range(60):
        put(cache, x, 8 * DAY, "x" * 30_000)
    trim(cache, Limits(unused=7 * DAY)).carry_out()
    connection = sqlite3.connect(cache.path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert connection.execute("SELECT count(*) FROM recipes").fetchone() == (0,)
    assert cache.path.stat().st_size < 200_000
    assert cache.put(key(1), "again")
    assert cache.parts_of(key(1).digest) == key(1).parts()
