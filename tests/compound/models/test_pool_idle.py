"""Models that nobody has used for some time are unloaded."""

from __future__ import annotations

from compound.models.pool import IDLE, ModelPool, pool

from .pooling import Loads, call, names, wait_until


def test_what_nobody_uses_for_some_time_is_unloaded_and_what_is_in_use_is_not() -> None:
    models, loads = ModelPool(idle=0.05), Loads()
    with call():
        models.lend(loads.of("used"))
        models.lend(loads.of("also used"))
        with call():
            models.lend(loads.of("idle"))
        wait_until(lambda: names(models) == ["used", "also used"])
    wait_until(lambda: not models.loaded())


def test_a_thread_watches_only_while_something_is_loaded() -> None:
    models, loads = ModelPool(idle=0.05), Loads()
    assert not models._idle._running
    for _ in range(2):
        models.lend(loads.of("a"))
        wait_until(lambda: not models._idle._running)
        assert not models.loaded()
    assert loads.order == ["a", "a"]


def test_a_pool_may_keep_models_for_ever_and_change_its_mind() -> None:
    models, loads = ModelPool(), Loads()
    models.lend(loads.of("a"))
    assert (models.idle, models._idle._running) == (None, False)
    models.idle = 0.01
    wait_until(lambda: not models.loaded())


def test_the_pool_of_the_process_unloads_after_minutes() -> None:
    assert pool().idle == IDLE
