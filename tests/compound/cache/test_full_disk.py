"""On a full disk answers are computed and returned, with one warning; those kept before are still found."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from operator import mul
from pathlib import Path

import pytest

from compound.cache.answers import Hit, Made
from compound.cache.cache import Cache
from compound.cache.entry import INLINE
from compound.errors.cache import CacheUnusable
from tests.compound.cache.small import cache_in, key


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root can mount a file system")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> None:
    free = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(free.f_bavail * free.f_frsize))
    with pytest.raises(OSError, match="No space"):
        (disk / "more").write_bytes(b"x")


def ask(cache: Cache, size: int) -> list[int]:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        made = [cache.once(key(x), str, partial(mul, "x", size + x)) for x in range(2, 40)]
    assert [len(answer.value) for answer in made] == [size + x for x in range(2, 40)]
    assert [type(warning.message) for warning in told] == [CacheUnusable]
    return [x for x, answer in enumerate(made, 2) if isinstance(answer, Made) and answer.kept]


@pytest.mark.parametrize("size", [INLINE - 100, INLINE])
def test_answers_are_returned_with_one_warning_and_earlier_ones_found(small_disk: Path, size: int) -> None:
    cache = cache_in(small_disk)
    cache.put(key(1), "early")
    fill(small_disk)
    kept = ask(cache, size)
    assert all(isinstance(cache.lookup(key(x), str), Hit) for x in (1, *kept))
    (small_disk / "filler").unlink()
    assert cache.put(key(2), "again")


def test_a_disk_that_was_full_from_the_beginning_is_told_once(small_disk: Path) -> None:
    fill(small_disk)
    assert ask(cache_in(small_disk), 10) == []
