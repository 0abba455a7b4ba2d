"""Answers that are kept together are kept as one by one, in one transaction."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compound.cache.answers import Answered, Hit, Miss
from compound.cache.cache import Cache
from compound.cache.entry import INLINE
from compound.errors.cache import CacheUnusable
from compound.errors.store import StoreFull
from compound.store.kept import record_of
from compound.values import Image
from tests.compound.cache.small import cache_in, key
from tests.compound.cache.test_nearest import weighed

IMAGE = Image(np.arange(48, dtype=np.uint8).reshape(4, 4, 3))
WRITER = """
import sys
from pathlib import Path
from compound.cache.answers import Answered
from tests.compound.cache.small import cache_in, key
cache = cache_in(Path(sys.argv[1]))
keys = [key(x) for x in range(100)]
print("ready", flush=True)
for turn in range(10**9):
    cache.put_all([Answered(each, b"%d" % turn) for each in keys])
"""


def answered(cache: Cache, values: Sequence[Any]) -> list[Answered]:
    return [Answered(key(x), record_of(value, cache.blobs)) for x, value in enumerate(values)]


def count(cache: Cache, table: str) -> int:
    connection = sqlite3.connect(cache.path)
    (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return int(rows)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers() | st.text() | st.just("x" * INLINE) | st.just(IMAGE), max_size=5))
def test_all_are_found_again(cache: Cache, values: list[Any]) -> None:
    assert cache.put_all(answered(cache, values)) == len(values)
    found = [cache.lookup(key(x), Any) for x in range(len(values))]
    assert [hit.value for hit in found if isinstance(hit, Hit)] == values


def test_what_is_told_of_each_is_found_again(cache: Cache) -> None:
    cache.put_all([Answered(key(1), b"2", ("tiny", "small"), 1.5), Answered(key(2), b"4", ["large"], 2)])
    first, second = (cache.lookup(key(x), int) for x in (1, 2))
    assert isinstance(first, Hit)
    assert isinstance(second, Hit)
    assert (first.value, first.models, first.seconds) == (2, ("tiny", "small"), 1.5)
    assert (second.value, second.models, second.seconds) == (4, ("large",), 2.0)


def test_each_recipe_is_kept_once(cache: Cache) -> None:
    asked = [weighed(x, 1, version=version) for x in range(3) for version in ("1", "2")]
    cache.put_all([Answered(each, b"0") for each in asked])
    cache.put_all([Answered(each, b"0") for each in asked])
    assert (count(cache, "answers"), count(cache, "recipes")) == (6, 2)
    assert [cache.parts_of(each.digest) for each in asked] == [each.parts() for each in asked]
    near = cache.nearest(weighed(1, 2, version="2").parts(), before=time.time() + 1)
    assert near is not None
    assert near.changed == ("input y",)


def test_of_one_key_twice_the_latter_is_kept(cache: Cache) -> None:
    cache.put_all([Answered(key(1), b"1"), Answered(key(1), b"2")])
    assert cache.lookup(key(1), int).value == 2  # type: ignore[union-attr]


def test_nothing_to_keep_makes_no_file(cache: Cache) -> None:
    assert cache.put_all([]) == 0
    assert not cache.path.exists()


def test_one_whose_blob_cannot_be_written_is_left_out(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = answered(cache, ["small", "x" * INLINE])

    def full(_: bytes) -> str:
        raise StoreFull(place="blobs", needed=INLINE)

    monkeypatch.setattr(cache.blobs, "put", full)
    with pytest.warns(CacheUnusable, match="no room"):
        assert cache.put_all([small, large]) == 1
    assert isinstance(cache.lookup(key(0), str), Hit)
    assert cache.lookup(key(1), str) == Miss("absent")


def test_a_place_that_cannot_be_a_file_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "cache.db").mkdir()
    cache = cache_in(tmp_path)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert [cache.put_all([Answered(key(x), b"1"), Answered(key(9), b"1")]) for x in range(3)] == [0, 0, 0]
    assert [type(warning.message) for warning in told] == [CacheUnusable]


def test_a_killed_writer_leaves_all_of_a_group_or_none(tmp_path: Path) -> None:
    for pause in (0.0, 0.01, 0.05):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.1 + pause)
        writer.kill()
        writer.communicate()
        found = [cache_in(tmp_path).lookup(key(x), int) for x in range(100)]
        assert len({found[0] if isinstance(hit, Miss) else hit.value for hit in found}) == 1
