"""Processes killed at any instant leave a cache that answers rightly and makes nobody wait."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from compound.cache.answers import Hit
from compound.cache.cache import Cache
from compound.cache.entry import INLINE
from compound.errors.run import RunCancelled
from compound.run.context import NodeContext, entered
from compound.run.token import Token
from tests.compound.cache.small import cache_in, key

KEYS = 12
WORKER = f"""
import random, sys
from pathlib import Path
from tests.compound.cache.small import cache_in, key
cache = cache_in(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    x = random.randrange({KEYS})
    cache.once(key(x), str, lambda: str(x) * (x % 3 * {INLINE} + 1), life=random.choice([0.001, 1]))
"""


def started(folder: Path) -> subprocess.Popen[str]:
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    worker.stdout.readline()
    return worker


@pytest.mark.soak
def test_killed_at_any_instant(tmp_path: Path) -> None:
    workers = [started(tmp_path) for _ in range(3)]
    for _ in range(40):
        time.sleep(random.uniform(0, 0.05))
        doomed = workers.pop(0)
        doomed.kill()
        doomed.communicate()
        workers.append(started(tmp_path))
    assert [worker.poll() for worker in workers] == [None] * 3
    for worker in workers:
        worker.kill()
        worker.communicate()
    cache = cache_in(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for x in range(KEYS):
            expected = str(x) * (x % 3 * INLINE + 1)
            assert cache.once(key(x), str, lambda: "anew", life=3600).value in (expected, "anew")
            claim = cache.claims.take(key(x).digest)
            assert claim is not None
            claim.release()


@pytest.mark.soak
def test_cancelled_at_any_instant(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)

    def ask(number: int) -> None:
        token = Token()
        context = NodeContext("asking", token)
        Timer(random.uniform(0, 0.02), token.cancel).start()
        with entered(context):
            try:
                cache.once(key(number % 50), int, lambda: _working(context))
            except RunCancelled:
                return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(1000)))
    assert _nobody_waits(cache)


def _working(context: NodeContext) -> int:
    for _ in range(random.randrange(10)):
        time.sleep(0.002)
        context.check()
    return 7


def _nobody_waits(cache: Cache) -> bool:
    found = [cache.once(key(x), int, lambda: 7) for x in range(50)]
    return all(answer.value == 7 for answer in found) and all(
        isinstance(cache.lookup(key(x), int), Hit) for x in range(50)
    )
