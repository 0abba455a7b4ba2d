from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from compound.errors.models import CircularLoad
from compound.models.pool import ModelPool, pool

from .pooling import Loads, names, wait_until, waiting


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
    models = ModelPool()

    def load() -> object:
        wait_until(lambda: waiting(models) == 3)
        raise MemoryError("too large")

    with ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(models.get, "huge", load, size=5) for _ in range(4)]
    assert [str(future.exception()) for future in futures] == ["too large"] * 4
    assert models.loaded() == ()
    assert models.get("huge", lambda: "smaller now") == "smaller now"


def test_whoever_waits_for_a_load_that_was_interrupted_loads_by_itself() -> None:
    models, begun = ModelPool(), threading.Event()

    def interrupted() -> str:
        begun.set()
        wait_until(lambda: waiting(models) == 1)
        raise KeyboardInterrupt

    def first() -> None:
        with pytest.raises(KeyboardInterrupt):
            models.get("minilm", interrupted)

    def second() -> str:
        begun.wait(10)
        return models.get("minilm", lambda: "loaded")

    with ThreadPoolExecutor(2) as threads:
        loading, answer = threads.submit(first), threads.submit(second)
    loading.result()
    assert answer.result() == "loaded"


def test_a_load_that_asks_for_itself_is_an_error_and_no_deadlock() -> None:
    models = ModelPool()
    with pytest.raises(CircularLoad, match="minilm"):
        models.get("minilm", lambda: models.get("minilm", object))
    assert models.get("minilm", lambda: "loaded") == "loaded"


def test_loads_that_ask_for_each_other_in_two_threads_are_an_error_and_no_deadlock() -> None:
    models, together = ModelPool(), threading.Barrier(2)

    def load(other: str) -> object:
        together.wait(10)
        return models.get(other, object)

    with ThreadPoolExecutor(2) as threads:
        futures = [threads.submit(models.get, a, lambda b=b: load(b)) for a, b in ("xy", "yx")]
    assert CircularLoad in {type(future.exception()) for future in futures}


def test_the_process_has_one_pool() -> None:
    assert pool() is pool()


def test_the_view_tells_name_bytes_users_and_idle_time() -> None:
    models, loads = ModelPool(), Loads()
    models.lend(loads.of("minilm", 90))
    (seen,) = models.loaded()
    assert (seen.name, seen.size, seen.users) == ("minilm", 90, 0)
    assert seen.idle >= 0


def test_models_are_unloaded_by_name_or_all() -> None:
    models, loads = ModelPool(), Loads()
    for name in "abc":
        models.lend(loads.of(name))
    assert models.unload("b", "unknown") == ("b",)
    assert names(models) == ["a", "c"]
    assert models.unload() == ("a", "c")
    assert models.loaded() == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_has_the_models_but_not_the_loads_of_its_parent() -> None:
    models, go_on, begun = pool(), threading.Event(), threading.Event()
    models.get("kept over a fork", lambda: "kept")

    def slow() -> str:
        begun.set()
        go_on.wait(10)
        return "loaded by the parent"

    with ThreadPoolExecutor(1) as threads:
        loading = threads.submit(models.get, "loading at a fork", slow)
        begun.wait(10)
        child = os.fork()
        if not child:
            kept = models.get("kept over a fork", lambda: "anew")
            loaded = models.get("loading at a fork", lambda: "loaded by the child")
            os._exit(0 if (kept, loaded) == ("kept", "loaded by the child") else 1)
        _, status = os.waitpid(child, 0)
        go_on.set()
        assert (status, loading.result()) == (0, "loaded by the parent")
    models.unload("kept over a fork", "loading at a fork")
