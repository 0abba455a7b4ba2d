"""A torn, flipped, edited or foreign entry is a miss with one warning; nothing in a cache is ever run."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compound.cache.answers import Hit, Miss
from compound.cache.cache import Cache
from compound.cache.entry import INLINE
from compound.cache.tables import LAYOUT
from compound.errors.cache import CacheEntryBroken, CacheSetAside, CacheUnusable
from compound.store.folder import Folder
from compound.values import Image
from tests.compound.cache.small import cache_in, key

SEALED = ("record", "inline", "models", "seconds", "made", "seal")
ANYTHING = (
    st.binary(max_size=40)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
)

IMAGE, ARRAY = Image(np.arange(48, dtype=np.uint8).reshape(4, 4, 3)), np.arange(9.0)
WHOLE = [IMAGE, [Image(255 - IMAGE.array), {"deep": [IMAGE]}], {"image": IMAGE, "more": ARRAY}, ARRAY, b"x" * 100_000]


class Explosive:
    def __reduce__(self) -> Any:
        return os.mkdir, ("exploded",)


def edit(cache: Cache, column: str, value: Any) -> None:
    with sqlite3.connect(cache.path) as connection:
        connection.execute(f"UPDATE answers SET {column} = ?", (value,))
    connection.close()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SEALED), ANYTHING)
def test_whatever_stands_in_an_edited_column_is_a_miss_with_one_warning(
    tmp_path: Path, column: str, value: Any
) -> None:
    cache = cache_in(tmp_path)
    cache.put(key(1), [1, 2], models=("tiny",), seconds=0.5)
    before = sqlite3.connect(cache.path).execute(f"SELECT {column} FROM answers").fetchone()
    edit(cache, column, value)
    if sqlite3.connect(cache.path).execute(f"SELECT {column} FROM answers").fetchone() == before:
        return
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert cache.lookup(key(1), list[int]) == Miss("broken")
        assert cache.once(key(1), list[int], lambda: [3]).value == [3]
    assert [type(warning.message) for warning in told] == [CacheEntryBroken]
    assert cache.lookup(key(1), list[int]).value == [3]  # type: ignore[union-attr]


@given(ANYTHING)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_edited_time_of_use_does_no_harm(cache: Cache, value: Any) -> None:
    cache.put(key(1), 2)
    edit(cache, "used", value)
    assert isinstance(cache.lookup(key(1), int), Hit)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_flipped_bit_or_a_torn_end_of_a_large_answer_is_a_miss(tmp_path: Path, data: st.DataObject) -> None:
    cache = cache_in(tmp_path)
    cache.put(key(1), "x" * INLINE)
    path = Folder(tmp_path / "blobs").path(next(iter(cache.blobs)))
    sound = path.read_bytes()
    at = data.draw(st.integers(0, len(sound) - 1))
    torn = data.draw(st.booleans())
    path.write_bytes(sound[:at] if torn else sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
    with pytest.warns(CacheEntryBroken):
        assert cache.lookup(key(1), str) == Miss("broken")
    assert cache.once(key(1), str, lambda: "new").value == "new"


@pytest.mark.parametrize("value", WHOLE, ids=["image", "list", "field", "array", "bytes"])
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])])
def test_a_hit_is_whole_whatever_is_looked_at_first(
    cache: Cache, tmp_path: Path, value: Any, harm: Callable[[Path], object]
) -> None:
    cache.put(key(1), value)
    for digest in list(cache.blobs):
        path = Folder(tmp_path / "blobs").path(digest)
        sound = path.read_bytes()
        harm(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CacheEntryBroken)
            assert isinstance(cache.lookup(key(1), Any), Miss)
        path.write_bytes(sound)
        assert isinstance(cache.lookup(key(1), Any), Hit)


def test_text_that_is_none_is_a_miss_with_one_warning(cache: Cache) -> None:
    cache.put(key(1), 2)
    edit(cache, "models", "")
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE answers SET models = CAST(x'ff' AS TEXT)")
    connection.close()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert isinstance(cache.lookup(key(1), int), Miss)
        assert cache.once(key(1), int, lambda: 3).value == 3
    assert len(told) == 1
    assert isinstance(cache.lookup(key(1), int), Hit)


def test_a_pickle_is_not_run(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache.put(key(1), "small")
    edit(cache, "record", pickle.dumps(Explosive()))
    with pytest.warns(CacheEntryBroken):
        assert cache.lookup(key(1), str) == Miss("broken")
    cache.put(key(2), "x" * INLINE)
    Folder(tmp_path / "blobs").path(next(iter(cache.blobs))).write_bytes(pickle.dumps(Explosive()))
    with pytest.warns(CacheEntryBroken):
        assert cache.lookup(key(2), str) == Miss("broken")
    assert not (tmp_path / "exploded").exists()


def test_an_answer_moved_to_another_key_is_a_miss(cache: Cache) -> None:
    cache.put(key(1), 2)
    edit(cache, "key", key(5).digest)
    with pytest.warns(CacheEntryBroken):
        assert cache.lookup(key(5), int) == Miss("broken")


@pytest.mark.parametrize("version", [0, LAYOUT - 1, LAYOUT + 1, 999])
def test_a_file_of_another_version_is_set_aside(cache: Cache, tmp_path: Path, version: int) -> None:
    cache.put(key(1), 2)
    with sqlite3.connect(cache.path) as connection:
        connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    other = cache_in(tmp_path)
    with pytest.warns(CacheSetAside, match=f"version {version}"):
        assert other.lookup(key(1), int) == Miss("absent")
    assert other.put(key(1), 2)
    aside = sqlite3.connect(tmp_path / "cache.db.aside")
    assert aside.execute("SELECT count(*) FROM answers").fetchone() == (1,)


@pytest.mark.parametrize("content", [b"not a database" * 100, pickle.dumps(Explosive()) + bytes(5000)])
def test_a_file_that_is_no_cache_is_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cache.db").write_bytes(content)
    cache = cache_in(tmp_path)
    with pytest.warns(CacheSetAside):
        assert cache.once(key(1), int, lambda: 2).kept  # type: ignore[union-attr]
    assert (tmp_path / "cache.db.aside").read_bytes() == content


def test_another_program_s_database_is_set_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "cache.db") as connection:
        connection.execute("CREATE TABLE answers (key)")
        connection.execute(f"PRAGMA user_version={LAYOUT}")
    connection.close()
    cache = cache_in(tmp_path)
    with pytest.warns(CacheSetAside, match="no such column"):
        assert cache.once(key(1), int, lambda: 2).value == 2
    assert isinstance(cache.lookup(key(1), int), Hit)


def test_a_file_damaged_while_it_is_used_is_set_aside(cache: Cache, tmp_path: Path) -> None:
    for x in range(300):
        cache.put(key(x), "x" * 2000)
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    sqlite3.connect(cache.path).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copy(cache.path, damaged / "cache.db")
    content = (damaged / "cache.db").read_bytes()
    (damaged / "cache.db").write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    other = cache_in(damaged)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert isinstance(other.lookup(key(1), str), Miss)
        assert other.once(key(1), str, lambda: "new").value == "new"
    assert [type(warning.message) for warning in told] == [CacheSetAside]
    assert isinstance(other.lookup(key(1), str), Hit)


def test_a_place_that_cannot_be_a_file_is_told_once_and_answers_are_computed(tmp_path: Path) -> None:
    (tmp_path / "cache.db").mkdir()
    cache = cache_in(tmp_path)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert [cache.once(key(x), int, lambda: 7).value for x in range(3)] == [7, 7, 7]
    assert [type(warning.message) for warning in told] == [CacheUnusable]


def test_a_file_that_is_deleted_while_it_is_used_is_begun_anew(cache: Cache, tmp_path: Path) -> None:
    cache.put(key(1), 2)
    for file in tmp_path.glob("cache.db*"):
        if file.is_file():
            file.unlink()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert [cache.once(key(x), int, lambda: 7).value for x in (2, 3)] == [7, 7]
    assert len(told) <= 1
    assert isinstance(cache_in(tmp_path).lookup(key(3), int), Hit)
