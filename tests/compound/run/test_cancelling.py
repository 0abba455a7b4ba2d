"""Timeouts and cancellation: what stops at once, what is asked to stop, and who is named for not stopping."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from compound import Retry, current_node, each, node, pipeline
from compound.errors import NodeTimeout, RunCancelled

PATIENCE = 20


@node
def listed(*xs: int) -> list[int]:
    return list(xs)


def test_an_async_node_is_stopped_at_its_timeout() -> None:
    stopped = threading.Event()

    @node(timeout=0.01)
    async def forever(x: int) -> int:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return x

    @pipeline
    def endless(x: int) -> int:
        return forever(x)

    run = endless.run(1)
    error = run.failures["forever"].error
    assert stopped.is_set()
    assert isinstance(error, NodeTimeout)
    assert error.stopped
    assert run.offenders == ()


def test_an_async_node_that_will_not_stop_is_named() -> None:
    release = threading.Event()

    @node(timeout=0.01)
    async def stubborn(x: int) -> int:
        while not release.is_set():
            try:
                await asyncio.sleep(0.001)
            except asyncio.CancelledError:
                continue
        return x

    @pipeline
    def endless(x: int) -> int:
        return stubborn(x)

    run = endless.using(grace=0.02).run(1)
    release.set()
    error = run.failures["stubborn"].error
    assert isinstance(error, NodeTimeout)
    assert not error.stopped
    assert run.offenders == ("stubborn",)


@pytest.mark.parametrize("options", [{}, {"device": "cpu"}])
def test_a_thread_is_given_up_at_its_timeout_and_named(options: dict[str, Any]) -> None:
    release = threading.Event()

    @node(timeout=0.01, **options)
    def stuck(x: int) -> int:
        release.wait(PATIENCE)
        return x

    @pipeline
    def sticking(x: int) -> int:
        return stuck(x)

    run = sticking.run(1)
    assert run.offenders == ("stuck",)
    release.set()
    assert not run.failures["stuck"].error.stopped  # type: ignore[attr-defined]
    assert "process=True" in str(run.failures["stuck"].error)


def test_a_thread_that_asks_can_stop_at_its_timeout() -> None:
    asked = threading.Event()

    @node(timeout=0.01)
    def polite(x: int) -> int:
        while not current_node().cancelled:
            asked.wait(0.001)
        asked.set()
        current_node().check()
        return x

    @pipeline
    def polling(x: int) -> int:
        return polite(x)

    assert isinstance(polling.run(1).failures["polite"].error, NodeTimeout)
    assert asked.wait(PATIENCE)


def test_the_next_call_on_a_device_does_not_wait_for_one_that_was_given_up() -> None:
    release = threading.Event()

    @node(timeout=0.01, device="cpu", retries=Retry(1, wait=0))
    def stuck_once(x: int) -> int:
        if not release.is_set():
            release.wait(0.1 if x else PATIENCE)
        return x

    @node(device="cpu")
    def other(x: int) -> int:
        release.set()
        return x

    @pipeline
    def sharing(x: int) -> list[int]:
        return listed(stuck_once(x), other(x))

    run = sharing.run(0)
    assert run.outputs["other"] == 0


def test_time_in_a_queue_does_not_count() -> None:
    @node(device="cpu", timeout=0.2)
    def brief(x: int) -> int:
        time.sleep(0.02)
        return x

    @pipeline
    def queueing(xs: list[int]) -> list[int]:
        return each(brief, xs)

    assert queueing(list(range(30))) == list(range(30))


def test_a_result_that_comes_in_time_is_kept() -> None:
    @node(timeout=PATIENCE)
    def quick(x: int) -> int:
        return x

    @pipeline
    def quickly(x: int) -> int:
        return quick(x)

    assert quickly(1) == 1


@pytest.mark.parametrize("options", [{"blocking": True}, {"device": "cpu"}])
def test_cancelling_asks_threads_and_names_those_that_do_not_ask(options: dict[str, Any]) -> None:
    running = threading.Barrier(2)
    release = threading.Event()

    @node(**options)
    def deaf(x: int) -> int:
        running.wait(PATIENCE)
        release.wait(PATIENCE)
        return x

    @pipeline
    def hanging(x: int) -> int:
        return deaf(x)

    handle = hanging.using(grace=0.01).start(1)
    running.wait(PATIENCE)
    handle.cancel()
    run = handle.run(PATIENCE)
    assert run.status == "cancelled"
    assert run.offenders == ("deaf",)
    with pytest.raises(RunCancelled, match="deaf") as caught:
        _ = run.output
    assert caught.value.offenders == ("deaf",)
    release.set()


def test_a_node_that_stops_when_asked_is_no_offender() -> None:
    running = threading.Event()

    @node(blocking=True)
    def polite(x: int) -> int:
        running.set()
        while not current_node().cancelled:
            time.sleep(0.001)
        return x

    @pipeline
    def polling(x: int) -> int:
        return polite(x)

    handle = polling.using(grace=PATIENCE).start(1)
    assert running.wait(PATIENCE)
    handle.cancel()
    assert handle.run(PATIENCE).offenders == ()


def test_calls_that_wait_in_a_queue_are_never_made_after_a_cancellation() -> None:
    running = threading.Event()
    release = threading.Event()
    made: list[int] = []

    @node(device="cpu")
    def first(x: int) -> int:
        made.append(x)
        running.set()
        release.wait(PATIENCE)
        return x

    @pipeline
    def queueing(xs: list[int]) -> list[int]:
        return each(first, xs)

    @pipeline
    def after(x: int) -> int:
        return first(x)

    handle = queueing.using(grace=0.01).start([0, 1, 2])
    assert running.wait(PATIENCE)
    handle.cancel()
    assert handle.run(PATIENCE).offenders == ("each[0]/first",)
    release.set()
    assert after(9) == 9  # whatever was queued has had its turn
    assert made == [0, 9]


def test_cancelling_reaches_inline_work_between_two_nodes() -> None:
    running = threading.Event()
    go_on = threading.Event()

    @node
    def pause(x: int) -> int:
        running.set()
        assert go_on.wait(PATIENCE)
        return x

    @node
    def never(x: int) -> int:
        raise AssertionError("was cancelled before")

    @pipeline
    def inline(x: int) -> int:
        return never(pause(x))

    handle = inline.start(1)
    assert running.wait(PATIENCE)
    handle.cancel()
    go_on.set()
    run = handle.run(PATIENCE)
    assert run.status == "cancelled"
    assert dict(run.outputs) == {"pause": 1}


def test_a_cancellation_reaches_pipelines_that_nodes_call() -> None:
    running = threading.Event()
    stopped = threading.Event()

    @node
    async def forever(x: int) -> int:
        running.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return x

    @pipeline
    def inner(x: int) -> int:
        return forever(x)

    @node(blocking=True)
    def calls(x: int) -> int:
        return inner(x)

    @pipeline
    def outer(x: int) -> int:
        return calls(x)

    handle = outer.using(grace=PATIENCE).start(1)
    assert running.wait(PATIENCE)
    handle.cancel()
    assert handle.run(PATIENCE).offenders == ()
    assert stopped.is_set()


def test_no_retry_follows_a_cancellation() -> None:
    attempts: list[int] = []
    failed = threading.Event()

    @node(retries=Retry(1, wait=PATIENCE))
    def fails(x: int) -> int:
        attempts.append(x)
        failed.set()
        raise ValueError

    @pipeline
    def failing(x: int) -> int:
        return fails(x)

    handle = failing.start(1)
    assert failed.wait(PATIENCE)
    handle.cancel()
    assert handle.run(PATIENCE).status == "cancelled"
    assert attempts == [1]
