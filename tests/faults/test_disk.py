"""A disk keeps what was forced to it; what was not may be there, or not, or in part."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.faults.disk import Disk
from tests.faults.watched import Call, watched

ROOT = Path("/disk")
A, B = ROOT / "a", ROOT / "b"


def made(*calls: Call) -> Disk:
    """A disk on which the file `a` has been made, and these calls."""
    disk = Disk(ROOT)
    for call in (Call("openat", A, flags="O_CREAT"), *calls):
        disk.do(call)
    return disk


def wrote(data: bytes, at: int = 0) -> Call:
    return Call("pwrite64", A, data=data, numbers=(len(data), at))


def synced(path: Path) -> tuple[Call, Call]:
    return Call("sync begins", path), Call("sync", path)


def left(disk: Disk, place: Path, chance: Random | None = None) -> dict[str, bytes]:
    disk.survives(place, chance)
    return {path.name: path.read_bytes() for path in place.iterdir()}


@pytest.mark.parametrize(
    ("calls", "kept"),
    [
        ([wrote(b"tea"), *synced(A), *synced(ROOT)], {"a": b"tea"}),
        ([wrote(b"tea"), *synced(A)], {}),
        ([wrote(b"tea"), *synced(ROOT)], {"a": b""}),
        ([*synced(ROOT), wrote(b"tea"), *synced(A), wrote(b"c", 1)], {"a": b"tea"}),
        ([*synced(ROOT), Call("sync begins", A), wrote(b"tea"), Call("sync", A)], {"a": b""}),
        ([wrote(b"tea"), Call("ftruncate", A, numbers=(1,)), *synced(A), *synced(ROOT)], {"a": b"t"}),
        ([*synced(ROOT), Call("rename", A, B)], {"a": b""}),
        ([*synced(ROOT), Call("rename", A, B), *synced(ROOT)], {"b": b""}),
        ([*synced(ROOT), Call("unlink", A)], {"a": b""}),
        ([Call("mkdir", ROOT / "c"), Call("openat", ROOT / "c" / "d", flags="O_CREAT"), *synced(ROOT / "c")], {}),
    ],
)
def test_without_luck_only_what_was_forced_is_there(calls: list[Call], kept: dict[str, bytes], tmp_path: Path) -> None:
    assert left(made(*calls), tmp_path / "left") == kept


def test_with_luck_any_sector_may_be_there(tmp_path: Path) -> None:
    disk = made(wrote(bytes(1024)), *synced(A), *synced(ROOT), wrote(b"x" * 1024))
    chance = Random(0)
    found = {left(disk, tmp_path / str(number), chance)["a"][::512] for number in range(40)}
    assert found == {b"\0\0", b"x\0", b"\0x", b"xx"}


def test_with_luck_names_may_be_there_in_the_order_of_their_changes(tmp_path: Path) -> None:
    disk = made(*synced(ROOT), Call("rename", A, B), Call("openat", A, flags="O_CREAT"))
    chance = Random(0)
    found = {tuple(sorted(left(disk, tmp_path / str(number), chance))) for number in range(40)}
    assert found == {("a",), ("b",), ("a", "b")}


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_what_a_program_does_can_be_done_again(tmp_path: Path) -> None:
    disk = tmp_path / "a disk"
    program = f"""
import os, sqlite3, threading
from pathlib import Path
os.chdir({str(tmp_path)!r})
os.mkdir({str(disk)!r})
os.chdir({str(disk)!r})
connection = sqlite3.connect({str(disk / "x.db")!r})
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE t (a)")
connection.executemany("INSERT INTO t VALUES (?)", [("ü" * 3000,)] * 50)
connection.commit()
def write(number):
    draft = Path({str(disk)!r}, f"draft {{number}}")
    draft.write_bytes(b'"\\n\\xff' * 100)
    draft.rename(draft.with_suffix(".done"))
threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
os._exit(0)
"""
    again = Disk(disk)
    for call in watched([sys.executable, "-c", program], tmp_path / "trace"):
        again.do(call)
    there = {path: path.read_bytes() for path in disk.iterdir() if not path.name.endswith("-shm")}
    assert again.content() == there
    assert len(there) == 6


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_program_that_fails_is_no_trace(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        watched([sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "trace")
