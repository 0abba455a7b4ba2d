"""Garbage collection removes what was long unused, and nothing that anybody needs."""

from __future__ import annotations

import os
from pathlib import Path
from time import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound.store.blobs import Blobs
from compound.store.folder import Folder
from compound.store.sweep import Limits, sweep

HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path)


def test_nothing_is_removed_before_it_is_carried_out(blobs: Blobs) -> None:
    old = put(blobs, b"old", 8 * DAY)
    planned = sweep(blobs, Limits(unused=7 * DAY), list)
    assert [entry.digest for entry in planned.doomed] == [old]
    assert (planned.count, planned.size, planned.freed) == (1, 3, 3)
    assert blobs.has(old)
    assert planned.carry_out() == 3
    assert list(blobs) == []


def test_what_was_used_since_stays(blobs: Blobs) -> None:
    put(blobs, b"old", 8 * DAY)
    young = put(blobs, b"young", 6 * DAY)
    sweep(blobs, Limits(unused=7 * DAY), list).carry_out()
    assert list(blobs) == [young]


def test_above_a_size_the_least_recently_used_go_first(blobs: Blobs) -> None:
    kept = [put(blobs, bytes([days]) * 10, days * DAY) for days in (5, 1, 3, 4, 2)]
    sweep(blobs, Limits(size=25), list).carry_out()
    assert set(blobs) == {kept[1], kept[4]}


def test_roots_stay_whatever_their_age_and_size(blobs: Blobs) -> None:
    root = put(blobs, b"x" * 100, 100 * DAY)
    put(blobs, b"y" * 100, 50 * DAY)
    sweep(blobs, Limits(unused=7 * DAY, size=10), lambda: [root]).carry_out()
    assert list(blobs) == [root]


def test_what_becomes_a_root_after_planning_stays(blobs: Blobs) -> None:
    digest, roots = put(blobs, b"old", 8 * DAY), list[str]()
    planned = sweep(blobs, Limits(unused=7 * DAY), lambda: roots)
    roots.append(digest)
    assert planned.carry_out() == 0
    assert list(blobs) == [digest]


def test_what_is_used_after_planning_stays(blobs: Blobs) -> None:
    digest = put(blobs, b"old", 8 * DAY)
    planned = sweep(blobs, Limits(unused=7 * DAY), list)
    blobs.put(b"old")
    assert planned.carry_out() == 0
    assert blobs.get(digest) == b"old"


def test_what_was_just_put_stays_since_its_owner_may_not_have_said_so(blobs: Blobs) -> None:
    digest = put(blobs, b"new", HOUR / 2)
    sweep(blobs, Limits(unused=0, size=0), list).carry_out()
    assert list(blobs) == [digest]


def test_no_limit_removes_nothing(blobs: Blobs) -> None:
    put(blobs, b"old", 1000 * DAY)
    assert sweep(blobs, Limits(), list).doomed == ()


def test_an_object_store_is_collected_by_the_time_of_its_last_put(tmp_path: Path) -> None:
    blobs = Blobs(f"memory://{tmp_path}")
    digest = blobs.put(b"tea")
    assert sweep(blobs, Limits(unused=0), list).doomed == ()
    blobs.shelf.grace = -1
    assert sweep(blobs, Limits(unused=-1), list).carry_out() == 3
    assert not blobs.has(digest)


@given(
    ages=st.lists(st.integers(2, 1000), min_size=1, max_size=12),
    unused=st.none() | st.integers(0, 1200),
    size=st.none() | st.integers(0, 400),
    rooted=st.sets(st.integers(0, 11)),
)
def test_after_a_sweep_the_limits_hold_but_for_roots(
    tmp_path_factory: pytest.TempPathFactory, ages: list[int], unused: int | None, size: int | None, rooted: set[int]
) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("sweep"))
    digests = [put(blobs, bytes([at]) * 30, hours * HOUR) for at, hours in enumerate(ages)]
    roots = {digests[at] for at in rooted if at < len(digests)}
    sweep(blobs, Limits(None if unused is None else (unused + 0.5) * HOUR, size), lambda: roots).carry_out()
    left = set(blobs)
    assert roots <= left
    loose = [at for at, digest in enumerate(digests) if digest in left - roots]
    assert all(unused is None or ages[at] <= unused for at in loose)
    assert size is None or not loose or 30 * len(left) <= size
    gone = [at for at, digest in enumerate(digests) if digest not in left]
    assert all(ages[lost] >= ages[kept] for lost in gone for kept in loose)


def put(blobs: Blobs, data: bytes, age: float) -> str:
    """Put it, last used `age` seconds ago."""
    assert isinstance(blobs.shelf, Folder)
    digest = blobs.put(data)
    os.utime(blobs.shelf.path(digest), (time() - age,) * 2)
    return digest
