from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from compound.errors.models import CircularLoad
from compound.models.pool import ModelPool, pool


def test_a_model_is_loaded_once_and_kept() -> None:
    models = ModelPool()
    first = models.get("minilm", object)
    assert models.get("minilm", object) is first
    assert models.get("other", object) is not first


def test_threads_that_ask_at_once_share_one_load() -> None:
    models, loads, together = ModelPool(), list[object](), threading.Barrier(8)

    def load() -> object:
        loads.append(object())
        return loads[0]

    def ask() -> object:
        together.wait(10)
        return models.get("minilm", load)

    with ThreadPoolExecutor(8) as threads:
        answers = {id(future.result()) for future in [threads.submit(ask) for _ in range(8)]}
    assert len(loads) == len(answers) == 1


def test_other_models_load_meanwhile() -> None:
    models, other_is_there = ModelPool(), threading.Event()
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(models.get, "slow", lambda: other_is_there.wait(10))
        threads.submit(models.get, "quick", other_is_there.set).result()
        assert slow.result()


def test_a_load_that_fails_does_so_for_all_who_wait_and_leaves_nothing_behind() -> None:
    models, together = ModelPool(), threading.Barrier(4)

    def load() -> object:
        raise MemoryError("too large")

    def ask() -> object:
        together.wait(10)
        return models.get("huge", load)

    with ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(ask) for _ in range(4)]
    assert [str(future.exception()) for future in futures] == ["too large"] * 4
    assert models.get("huge", lambda: "smaller now") == "smaller now"


def test_a_load_that_asks_for_itself_is_an_error_and_no_deadlock() -> None:
    models = ModelPool()
    with pytest.raises(CircularLoad, match="minilm"):
        models.get("minilm", lambda: models.get("minilm", object))
    assert models.get("minilm", lambda: "loaded") == "loaded"


def test_the_process_has_one_pool() -> None:
    assert pool() is pool()
