"""An answer is computed once, by one thread of one process; the others wait for it, but not for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, Timer
from typing import Any

import pytest

from compound.cache import cache as module
from compound.cache.answers import Hit, Made
from compound.cache.cache import Cache
from compound.errors.run import RunCancelled
from compound.run.context import NodeContext, entered
from compound.run.token import Token
from tests.compound.cache.small import cache_in, key

WORKER = """
import sys, time
from pathlib import Path
from tests.compound.cache.small import cache_in, key
folder, count, pause = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
cache = cache_in(folder)
def compute(x):
    with open(folder / "computed", "a") as log:
        log.write(f"{x}\\n")
    print("computing", flush=True)
    time.sleep(pause)
    return 2 * x
for x in range(count):
    assert cache.once(key(x), int, lambda: compute(x)).value == 2 * x
print("done", flush=True)
"""


def worker(folder: Path, count: int, pause: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", WORKER, str(folder), str(count), str(pause)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=120)
    return process.returncode


def computed(folder: Path) -> list[int]:
    return sorted(int(line) for line in (folder / "computed").read_text().split())


def slowly(calls: list[int], seconds: float = 0.05) -> Callable[[], int]:
    def compute() -> int:
        calls.append(1)
        time.sleep(seconds)
        return len(calls)

    return compute


def test_many_threads_compute_it_once(cache: Cache) -> None:
    calls: list[int] = []
    start = Barrier(16)

    def ask(_: int) -> Any:
        start.wait()
        return cache.once(key(1), int, slowly(calls))

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(16)))
    assert [answer.value for answer in answers] == [1] * 16
    assert sorted(type(answer) is Made for answer in answers) == [False] * 15 + [True]


def test_threads_of_two_caches_on_one_file_compute_it_once(tmp_path: Path) -> None:
    calls: list[int] = []
    caches = [cache_in(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda cache: cache.once(key(1), int, slowly(calls)).value, caches))
    assert answers == [1] * 4


def test_different_answers_are_computed_side_by_side(cache: Cache) -> None:
    together = Barrier(2, timeout=10)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda x: cache.once(key(x), int, together.wait), (1, 2)))


def test_a_failure_is_raised_and_the_next_one_tries(cache: Cache) -> None:
    def fail() -> int:
        raise ArithmeticError("no")

    with pytest.raises(ArithmeticError):
        cache.once(key(1), int, fail)
    made = cache.once(key(1), int, lambda: 2)
    assert isinstance(made, Made)
    assert (made.value, made.kept, made.reason) == (2, True, "absent")


def test_one_that_waits_takes_over_from_one_that_fails(cache: Cache) -> None:
    began, go_on = Event(), Event()

    def fail() -> int:
        began.set()
        go_on.wait(10)
        raise ArithmeticError("no")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.once, key(1), int, fail)
        began.wait(10)
        second = pool.submit(cache.once, key(1), int, lambda: 2)
        go_on.set()
        assert isinstance(first.exception(10), ArithmeticError)
        assert second.result(10).value == 2


def test_a_node_that_waits_can_be_cancelled(cache: Cache) -> None:
    claim = cache.claims.take(key(1).digest)
    assert claim is not None
    token = Token()
    Timer(0.05, token.cancel).start()
    with pytest.raises(RunCancelled), entered(NodeContext("waiting", token)):
        cache.once(key(1), int, lambda: pytest.fail("it was cancelled"))
    claim.release()


def test_waiting_has_an_end(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    with cache.claims.take(key(1).digest):  # type: ignore[union-attr]
        assert isinstance(cache.once(key(1), int, lambda: 2), Made)
    assert isinstance(cache.lookup(key(1), int), Hit)


@pytest.mark.filterwarnings("ignore::compound.errors.cache.AnswerNotKept")
def test_nobody_waits_for_an_answer_that_cannot_be_kept(cache: Cache) -> None:
    cache.put(key(0), object())
    with cache.claims.take(key(1).digest):  # type: ignore[union-attr]
        assert cache.once(key(1), int, lambda: 2).value == 2


def test_eight_processes_compute_each_answer_once(tmp_path: Path) -> None:
    workers = [worker(tmp_path, 20, 0.01) for _ in range(8)]
    assert [ended(each) for each in workers] == [0] * 8
    assert computed(tmp_path) == list(range(20))


def test_when_one_that_computes_is_killed_another_takes_over_at_once(tmp_path: Path) -> None:
    doomed = worker(tmp_path, 1, 60)
    assert doomed.stdout is not None
    doomed.stdout.readline()
    others = [worker(tmp_path, 1, 0.01) for _ in range(3)]
    time.sleep(0.2)
    os.kill(doomed.pid, signal.SIGKILL)
    ended(doomed)
    assert [ended(each) for each in others] == [0] * 3
    assert computed(tmp_path) == [0, 0]
