"""Many who wait for room: in what order they get it, and that none waits for ever."""

from __future__ import annotations

import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compound.errors.models import ModelTooLarge, OverBudget
from compound.models.entry import Wanted
from compound.models.line import PATIENCE
from compound.models.pool import ModelPool
from compound.run.context import NodeContext, entered

from .pooling import Fake, Loads, call, in_thread, names, nothing_to_reclaim, wait_until, waiting  # noqa: F401

pytestmark = pytest.mark.usefixtures("nothing_to_reclaim")


def test_sixteen_threads_share_four_models_in_room_for_two() -> None:
    models, loads, lock, calls = ModelPool(2), Loads(), threading.Lock(), 0
    in_use = dict.fromkeys("abcd", 0)

    def work(seed: int) -> None:
        nonlocal calls
        random = Random(seed)
        for _ in range(50):
            name = random.choice("abcd")
            with call():
                assert models.lend(loads.of(name)).name == name
                with lock:
                    calls += 1
                    in_use[name] += 1
                    assert sum(map(bool, in_use.values())) <= 2
                time.sleep(0.0002)
                with lock:
                    in_use[name] -= 1

    with ThreadPoolExecutor(16) as threads:
        for done in [threads.submit(work, seed) for seed in range(16)]:
            done.result(60)
    assert calls == 800
    assert sum(model.size for model in models.loaded()) == 2
    assert sum(model.users for model in models.loaded()) == 0
    # Whoever asks for what is there goes first, so that a model serves many before it goes: without, about a half of
    # all calls would load.
    assert len(loads.order) < calls / 4


def test_calls_that_wait_together_load_each_model_once() -> None:
    """As long as nobody is passed too often, no order of the waiting loads less."""
    models, loads, started = ModelPool(2), Loads(), []

    def work(name: str) -> None:
        with call():
            models.lend(loads.of(name))
            started.append(name)

    with call():
        models.lend(loads.of("blocks", 2))
        threads = [in_thread(partial(work, name)) for name in "abcdabcdabcdabcd"]
        wait_until(lambda: waiting(models) == 16)
    for thread in threads:
        thread.join(20)
    assert len(started) == 16
    assert sorted(loads.order) == ["a", "b", "blocks", "c", "d"]


def test_nobody_is_passed_for_ever_by_those_whose_model_is_there() -> None:
    models, loads, served, stop = ModelPool(1), Loads(), [], threading.Event()

    def relay() -> None:
        """Calls that overlap, so that the model is always in use."""
        with call():
            models.lend(loads.of("popular"))
            served.append("popular")
            if not stop.is_set():
                in_thread(relay)
                time.sleep(0.002)

    def patient() -> None:
        with call():
            models.lend(loads.of("rare"))
            stop.set()

    with call():
        models.lend(loads.of("popular"))
        in_thread(patient)
        wait_until(lambda: waiting(models) == 1)
        in_thread(relay)
        wait_until(lambda: len(served) > 1)
    assert stop.wait(20)
    assert len(served) <= PATIENCE + 1


def test_calls_that_hold_what_each_other_needs_go_over_the_budget_and_say_so() -> None:
    models, loads, together = ModelPool(3), Loads(), threading.Barrier(2)
    done = []

    def work(first: str, second: str) -> None:
        with call():
            models.lend(loads.of(first))
            together.wait(10)
            models.lend(loads.of(second, 2))
            done.append(second)

    def both() -> None:
        for thread in [in_thread(partial(work, a, b)) for a, b in (("a", "x"), ("b", "y"))]:
            thread.join(20)

    with pytest.warns(OverBudget, match=r"over the budget"):
        both()
    assert sorted(done) == ["x", "y"]
    assert sum(model.size for model in models.loaded()) <= models.budget


def test_what_one_call_needs_by_itself_must_fit() -> None:
    models, loads = ModelPool(3), Loads()
    with call():
        models.lend(loads.of("a", 2))
        with pytest.raises(ModelTooLarge, match="beside a") as no:
            models.lend(loads.of("b", 2))
    assert no.value.beside == {"a": 2}


def test_what_a_pipeline_in_a_call_needs_must_fit_beside_what_the_call_uses() -> None:
    models, loads = ModelPool(3), Loads()
    with call():
        models.lend(loads.of("a", 2))
        with call(), pytest.raises(ModelTooLarge, match="beside a"):
            models.lend(loads.of("b", 2))


def test_a_call_that_waits_for_its_pipeline_may_wait_in_a_lane_behind_who_waits_for_room() -> None:
    models, loads, behind = ModelPool(2), Loads(), threading.Event()

    def other() -> None:
        with call():
            models.lend(loads.of("b", 2))
        behind.set()

    with call() as context, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        models.lend(loads.of("a", 2))
        in_thread(other)
        wait_until(lambda: waiting(models) == 1)
        assert context.kept is not None
        context.kept.paused()  # what `AtWork` does before it drives a pipeline
        assert behind.wait(20)
        context.kept.resumed()
    assert [warning.category for warning in caught] == [OverBudget]


def test_calls_on_one_event_loop_do_not_wait_for_each_other_for_ever() -> None:
    """One that waits for room blocks its thread, and so the others there, which cannot end either."""
    models, loads = ModelPool(2), Loads()
    with entered(NodeContext("first")):
        models.lend(loads.of("a", 2))
        with entered(NodeContext("second")), pytest.warns(OverBudget):  # in this thread, but not called by the first
            models.lend(loads.of("b", 2))


Step = tuple[str, ...]
PLANS = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True), min_size=2, max_size=6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLANS, st.integers(3, 5))
def test_no_calls_of_many_models_hang(plans: list[list[str]], budget: int) -> None:
    """Sizes are such that what one call needs fits; together they may not."""
    models, loads, together = ModelPool(budget), Loads(), threading.Barrier(len(plans))

    def work(wanted: list[str]) -> None:
        together.wait(20)
        for _ in range(3):
            with call():
                for name in wanted:
                    assert models.lend(loads.of(name)).name == name
                    time.sleep(0)

    with warnings.catch_warnings(), ThreadPoolExecutor(len(plans)) as threads:
        warnings.simplefilter("ignore", OverBudget)
        for done in [threads.submit(work, plan) for plan in plans]:
            done.result(30)
    assert sum(model.size for model in models.loaded()) <= budget
    assert all(model.users == 0 for model in models.loaded())
    assert waiting(models) == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from("pqrs")), min_size=2, max_size=6), st.booleans())
def test_no_loads_of_shared_parts_hang(pairs: list[tuple[str, str]], declared: bool) -> None:
    models, together = ModelPool(7), threading.Barrier(len(pairs))
    loads = Loads()

    def wanted(one: str, other: str) -> Wanted[Any]:
        def load() -> Fake:
            return Fake("both", tuple(models.lend(loads.of(name, 3)) for name in (one, other)))

        return Wanted(("both", one, other), load, 6 if declared else None, (one, other) if declared else ())

    def work(pair: tuple[str, str]) -> None:
        together.wait(20)
        with call():
            assert [part.name for part in models.lend(wanted(*pair)).parts] == list(pair)

    with warnings.catch_warnings(), ThreadPoolExecutor(len(pairs)) as threads:
        warnings.simplefilter("error" if declared else "ignore", OverBudget)
        for done in [threads.submit(work, pair) for pair in pairs]:
            done.result(30)
    assert sum(model.size for model in models.loaded()) <= 7


def test_a_failed_load_lets_those_go_on_who_wait_for_its_room() -> None:
    models, loads, asked = ModelPool(1), Loads(), threading.Event()

    def fails() -> Any:
        asked.wait(10)
        raise OSError("damaged")

    def broken() -> None:
        with pytest.raises(OSError, match="damaged"), call():
            models.lend(Wanted("broken", fails, 1))

    in_thread(broken)
    wait_until(lambda: "broken" in models._room.entries)
    waiter = in_thread(lambda: models.lend(loads.of("other")))
    wait_until(lambda: waiting(models) == 1)
    asked.set()
    waiter.join(20)
    assert names(models) == ["other"]
