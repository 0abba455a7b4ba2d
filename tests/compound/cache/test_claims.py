"""A claim is one at a time for each key, among threads and processes, and ends with its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compound.cache.answers import Hit, Made
from compound.cache.cache import Cache
from compound.cache.claims import Claims
from tests.compound.cache.small import cache_in, key

A, B = "a" * 64, "b" * 64
DIGESTS = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), min_size=2, max_size=2, unique=True)
TAKER = """
import sys
from pathlib import Path
from compound.cache.claims import Claims
claims = Claims(Path(sys.argv[1]))
print(*[claims.take(digest) is not None for digest in sys.argv[2:]], flush=True)
sys.stdin.read()
"""

locks = pytest.mark.skipif(sys.platform == "win32", reason="POSIX locks alone end with their process")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "claims"


def taker(file: Path, *digests: str) -> tuple[subprocess.Popen[str], list[str]]:
    """Another process that takes these claims and holds what it gets; whether it got them."""
    command = [sys.executable, "-c", TAKER, str(file), *digests]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().split()


def taken(file: Path, *digests: str) -> list[str]:
    process, got = taker(file, *digests)
    process.communicate()
    return got


def test_a_claim_is_one_at_a_time_and_may_be_released_elsewhere(file: Path) -> None:
    claims = Claims(file)
    first = claims.take(A)
    assert first is not None
    assert claims.take(A) is None
    thread = Thread(target=first.release)
    thread.start()
    thread.join()
    assert claims.take(A) is not None


def test_a_claim_that_was_released_twice_takes_nothing_from_the_next(file: Path) -> None:
    claims = Claims(file)
    first = claims.take(A)
    assert first is not None
    first.release()
    second = claims.take(A)
    first.release()
    assert second is not None
    assert claims.take(A) is None


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DIGESTS)
def test_claims_on_different_answers_do_not_meet(file: Path, digests: list[str]) -> None:
    claims = Claims(file)
    first, second = map(claims.take, digests)
    assert first is not None
    assert (second is None) == (int(digests[0][:16], 16) >> 2 == int(digests[1][:16], 16) >> 2)
    for claim in (first, second):
        if claim is not None:
            claim.release()


def test_there_is_one_file_and_nothing_in_it(file: Path) -> None:
    claims = [Claims(file).take(f"{number:064x}"[::-1]) for number in range(100)]
    assert None not in claims
    assert list(file.parent.iterdir()) == [file]
    assert file.stat().st_size == 0


@pytest.mark.parametrize("edge", ["0" * 64, "f" * 64])
def test_any_digest_names_a_byte(file: Path, edge: str) -> None:
    claim = Claims(file).take(edge)
    assert claim is not None
    assert taken(file, edge) == ["False"]
    claim.release()
    assert taken(file, edge) == ["True"]


def test_all_on_one_file_share_its_claims_by_whatever_name(file: Path) -> None:
    other = file.with_name("linked")
    other.symlink_to(file.parent)
    claim = Claims(file).take(A)
    assert claim is not None
    assert Claims(other / file.name).take(A) is None
    claim.release()
    assert Claims(other / file.name).take(A) is not None


@locks
def test_a_second_cache_on_the_file_that_goes_frees_nothing(tmp_path: Path) -> None:
    first = cache_in(tmp_path)
    claim = first.claims.take(A)
    second = cache_in(tmp_path)
    second.claims.take(B).release()  # type: ignore[union-attr]
    del second
    assert claim is not None
    assert taken(tmp_path / "cache.db-claims", A, B) == ["False", "True"]


@locks
def test_a_process_holds_its_claims_until_it_is_killed(file: Path) -> None:
    claims = Claims(file)
    process, got = taker(file, A)
    assert got == ["True"]
    assert claims.take(A) is None
    assert claims.take(B) is not None
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert claims.take(A) is not None


@locks
def test_a_process_that_was_started_meanwhile_keeps_no_claim_alive(file: Path) -> None:
    script = f"import subprocess, sys\nsubprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL)\n{TAKER}"
    command = [sys.executable, "-c", script.replace("sys.stdin.read()", ""), str(file), A]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    assert Claims(file).take(A) is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked on POSIX alone")
def test_a_forked_child_has_connections_and_claims_of_its_own(cache: Cache) -> None:
    cache.put(key(1), 2)
    held = cache.claims.take(key(2).digest)
    assert held is not None
    child = os.fork()
    if not child:
        held.release()
        sound = isinstance(cache.lookup(key(1), int), Hit) and cache.claims.take(key(2).digest) is None
        os._exit(0 if sound and cache.put(key(3), 6) else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert isinstance(cache.lookup(key(3), int), Hit)
    assert taken(cache.path.with_name("cache.db-claims"), key(2).digest) == ["False"]
    held.release()


def test_whoever_waits_goes_on_when_the_thread_is_done(file: Path) -> None:
    claims = Claims(file)
    claim = claims.take(A)
    assert claim is not None
    waiting = [Thread(target=claims.wait, args=(A, 60)) for _ in range(3)]
    for thread in waiting:
        thread.start()
    claim.release()
    for thread in waiting:
        thread.join(10)
    assert not any(thread.is_alive() for thread in waiting)


def test_waiting_for_another_process_takes_its_time(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept = list[float]()
    monkeypatch.setattr(time, "sleep", slept.append)
    Claims(file).wait(A, 0.01)
    assert slept == [0.01]


@locks
def test_after_the_file_was_deleted_claims_exclude_others_again(file: Path) -> None:
    claims = Claims(file)
    claims.take(B)
    file.unlink()
    claim = claims.take(A)
    assert claim is not None
    assert taken(file, A) == ["False"]


def blocked(folder: Path) -> None:
    folder.write_text("no folder")


def a_folder_itself(folder: Path) -> None:
    (folder / "claims").mkdir(parents=True)


@pytest.mark.parametrize("hinder", [blocked, a_folder_itself])
def test_where_there_can_be_no_file_each_process_computes_for_itself(tmp_path: Path, hinder: object) -> None:
    hinder(tmp_path / "home")  # type: ignore[operator]
    claims = Claims(tmp_path / "home" / "claims")
    claim = claims.take(A)
    assert claim is not None
    assert claims.take(A) is None
    assert taken(tmp_path / "home" / "claims", A) == ["True"]
    claim.release()
    assert claims.take(A) is not None


@locks
def test_where_the_system_has_no_locks_each_process_computes_for_itself(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError("no locks available")

    monkeypatch.setattr(fcntl, "lockf", refuse)
    made = cache.once(key(1), int, lambda: 2)
    assert isinstance(made, Made)
    assert made.kept
