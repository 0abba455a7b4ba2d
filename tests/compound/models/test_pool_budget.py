"""Room: who goes, who waits, and what can never fit."""

from __future__ import annotations

import threading
import weakref
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compound.errors.models import BadBudget, ModelTooLarge
from compound.errors.run import RunCancelled
from compound.models.budget import default_budget, memory
from compound.models.entry import Wanted
from compound.models.pool import ModelPool
from compound.run.token import Token

from .pooling import Fake, Loads, call, in_thread, names, nothing_to_reclaim, wait_until, waiting  # noqa: F401


def test_the_least_recently_used_goes_when_a_load_needs_room() -> None:
    models, loads = ModelPool(2), Loads()
    for name in ("a", "b", "a", "c"):
        models.lend(loads.of(name))
    assert names(models) == ["a", "c"]
    assert loads.order == ["a", "b", "c"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("abcde"), max_size=60), st.integers(1, 4))
@pytest.mark.usefixtures("nothing_to_reclaim")
def test_calls_one_after_the_other_load_as_often_as_lru_does(asked: list[str], places: int) -> None:
    models, loads, lru = ModelPool(places), Loads(), list[str]()
    expected = []
    for name in asked:
        with call():
            assert models.lend(loads.of(name)).name == name
        if name not in lru:
            expected.append(name)
            del lru[: max(0, len(lru) - places + 1)]
        lru = [other for other in lru if other != name] + [name]
    assert loads.order == expected
    assert names(models) == lru


def test_a_model_in_use_stays_and_another_goes() -> None:
    models, loads = ModelPool(2), Loads()
    with call():
        models.lend(loads.of("used"))
        models.unload()
        assert names(models) == ["used"]
        with call():
            models.lend(loads.of("b"))
        with call():
            models.lend(loads.of("c"))
        assert names(models) == ["used", "c"]
    assert models.loaded()[-1].users == 0


def test_nothing_goes_in_vain() -> None:
    models, loads = ModelPool(10), Loads()
    models.lend(loads.of("idle", 4))
    with call():
        models.lend(loads.of("used", 5))
        with pytest.raises(ModelTooLarge), call():
            models.lend(loads.of("large", 6))
    assert names(models) == ["idle", "used"]


def test_a_load_waits_for_room_until_a_call_has_ended() -> None:
    models, loads, done = ModelPool(1), Loads(), threading.Event()

    def other() -> None:
        with call():
            models.lend(loads.of("b"))
            done.set()

    with call():
        models.lend(loads.of("a"))
        in_thread(other)
        wait_until(lambda: waiting(models) == 1)
        assert not done.is_set()
    assert done.wait(10)
    assert names(models) == ["b"]


def test_waiting_for_room_ends_when_the_run_is_cancelled() -> None:
    models, loads, token, ended = ModelPool(1), Loads(), Token(), threading.Event()

    def other() -> None:
        with pytest.raises(RunCancelled), call(token):
            models.lend(loads.of("b"))
        ended.set()

    with call():
        models.lend(loads.of("a"))
        in_thread(other)
        wait_until(lambda: waiting(models) == 1)
        token.cancel()
        assert ended.wait(10)
    assert loads.order == ["a"]
    assert waiting(models) == 0


def test_what_can_never_fit_is_refused_before_it_is_loaded() -> None:
    models, loads = ModelPool("100MB"), Loads()
    models.lend(loads.of("small", 40_000_000))
    with pytest.raises(ModelTooLarge, match=r"large takes 200 MB, and models may take 100 MB. Loaded are small") as no:
        models.lend(loads.of("large", 200_000_000))
    assert (no.value.model, no.value.size, no.value.budget) == ("large", 200_000_000, 100_000_000)
    assert no.value.loaded == {"small": 40_000_000}
    assert loads.order == ["small"]


def test_what_turns_out_too_large_is_let_go_and_refused_at_once_the_next_time() -> None:
    models, loads = ModelPool(100), Loads()
    wanted = loads.of("blob", None, lambda: np.zeros(200, np.uint8))
    for _ in range(2):
        with pytest.raises(ModelTooLarge, match="blob"):
            models.lend(wanted)
    assert loads.order == ["blob"]
    assert models.loaded() == ()


def test_what_a_model_takes_is_measured_and_idle_ones_make_room_for_it() -> None:
    models, loads = ModelPool(1000), Loads()
    models.lend(loads.of("idle", 600))
    models.lend(loads.of("blob", 10, lambda: {"weights": [np.zeros(700, np.uint8)]}))
    assert [(model.name, model.size) for model in models.loaded()] == [("blob", 700)]


def test_a_smaller_budget_lets_models_go_at_once() -> None:
    models, loads = ModelPool(3), Loads()
    for name in "abc":
        models.lend(loads.of(name))
    models.budget = 1
    assert names(models) == ["c"]
    models.budget = "2kB"
    assert models.budget == 2000


def test_a_budget_that_is_no_size_is_refused() -> None:
    with pytest.raises(BadBudget, match="lots"):
        ModelPool("lots")


def test_the_budget_of_the_process_is_that_of_the_variable_or_a_share_of_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COMPOUND_MODEL_MEMORY", "1.5GiB")
    assert default_budget() == 1.5 * 2**30
    monkeypatch.delenv("COMPOUND_MODEL_MEMORY")
    assert 0 < default_budget() < memory()


def in_a_cycle() -> Fake:
    cycle = Fake("a")
    cycle.parts = (cycle,)
    return cycle


def test_what_was_unloaded_is_free() -> None:
    models, loads = ModelPool(1), Loads()
    seen = weakref.ref(models.lend(loads.of("a", load=in_a_cycle)))
    assert seen() is not None
    models.lend(loads.of("b"))
    assert seen() is None


def shared(models: ModelPool, loads: Loads, name: str, part: str = "weights") -> Wanted[Any]:
    """A model of 1 byte that is made of shared weights of 10."""
    return Wanted(name, loads.of(name, load=lambda: Fake(name, (models.lend(loads.of(part, 10)),))).load, 11, (part,))


def test_models_share_a_part_which_is_loaded_and_counted_once() -> None:
    models, loads = ModelPool(12), Loads()
    first, second = models.lend(shared(models, loads, "one")), models.lend(shared(models, loads, "two"))
    assert first.parts[0] is second.parts[0]
    assert loads.order == ["one", "weights", "two"]
    assert {model.name: model.size for model in models.loaded()} == {"weights": 10, "one": 1, "two": 1}


def test_a_part_stays_as_long_as_what_it_is_in_and_goes_after_it() -> None:
    models, loads = ModelPool(12), Loads()
    with call():
        models.lend(shared(models, loads, "one"))
        models.unload()
        assert names(models) == ["one", "weights"]
    assert models.unload("weights") == ("one", "weights")


def test_a_model_has_room_with_all_its_known_parts_before_any_is_loaded() -> None:
    """Two calls that need both parts could otherwise each load one, and wait for the other."""
    models, loads = ModelPool(21), Loads()

    def both() -> Any:
        return [models.lend(loads.of("x", 10)), models.lend(loads.of("y", 10))]

    wanted = Wanted("both", loads.of("both", load=both).load, 20, ("x", "y"))
    models.lend(loads.of("idle", 5))
    with call():
        models.lend(wanted)
        assert {model.name: model.size for model in models.loaded()} == {"both": 0, "x": 10, "y": 10}


def test_a_part_whose_model_fails_to_load_is_idle_again() -> None:
    models, loads = ModelPool(20), Loads()

    def broken() -> Any:
        models.lend(loads.of("weights", 10))
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        models.lend(Wanted("outer", broken, 11, ("weights",)))
    assert names(models) == ["weights"]
    assert models.unload() == ("weights",)
