"""Lanes: threads, devices and event loops, and pipelines that are called from inside a node."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from compound import each, node, pipeline
from compound.run.lanes.threads import SIZE, thread_pool

PATIENCE = 20


@node
def total(*xs: int) -> int:
    return sum(xs)


@node(blocking=True)
def waits(x: int) -> int:
    return x + 1


@node
async def later(x: int) -> int:
    await asyncio.sleep(0)
    return x + 1


@node(device="cpu")
def model(x: int) -> int:
    return x + 1


@pipeline
def inner(x: int) -> int:
    return total(waits(x), later(x), model(x), waits(waits(x)))


def finishes(run: object, *args: object) -> object:
    """The output, or a failure of the test when it takes for ever."""
    return run.start(*args).result(PATIENCE)  # type: ignore[attr-defined]


def test_64_blocking_nodes_wait_together() -> None:
    together = threading.Barrier(SIZE)

    @node(blocking=True)
    def meet(x: int) -> int:
        together.wait(PATIENCE)
        return x

    @pipeline
    def meeting(x: int) -> int:
        return total(*[meet(x) for _ in range(SIZE)])

    assert finishes(meeting, 1) == SIZE


@pytest.mark.parametrize("width", [64, 200])
def test_blocking_nodes_that_each_call_a_pipeline_do_not_wait_for_each_other(width: int) -> None:
    @node(blocking=True)
    def calls(x: int) -> int:
        return inner(x)

    @pipeline
    def outer(x: int) -> int:
        return total(*[calls(x) for _ in range(width)])

    assert finishes(outer, 1) == width * 9


def test_blocking_nodes_that_each_start_or_map_a_pipeline() -> None:
    @node(blocking=True)
    def starts(x: int) -> int:
        return inner.start(x).result()

    @node(blocking=True)
    def maps(x: int) -> int:
        return sum(output for output in inner.map([x, x]) if isinstance(output, int))

    @pipeline
    def outer(x: int) -> int:
        return total(*[starts(x) for _ in range(64)], *[maps(x) for _ in range(64)])

    assert finishes(outer, 1) == 64 * 9 + 64 * 18


def test_async_nodes_call_and_await_pipelines() -> None:
    @node
    async def calls(x: int) -> int:
        return inner(x)

    @node
    async def awaits(x: int) -> int:
        return await inner.start(x)

    @node
    async def blocks(x: int) -> int:
        return inner.start(x).result()

    @pipeline
    def outer(x: int) -> int:
        return total(*[calls(x) for _ in range(8)], *[awaits(x) for _ in range(8)], *[blocks(x) for _ in range(8)])

    assert finishes(outer, 1) == 24 * 9


def test_a_device_node_calls_a_pipeline_on_its_own_device() -> None:
    @node(device="cpu")
    def calls(x: int) -> int:
        return inner(x)

    @node(device="cpu")
    def starts(x: int) -> int:
        return inner.start(x).result()

    @pipeline
    def outer(x: int) -> int:
        return total(calls(x), starts(x), calls(starts(x)))

    assert finishes(outer, 1) == 9 + 9 + 41


def test_pipelines_nest_in_nodes_to_any_depth() -> None:
    def nested(depth: int) -> int:
        @node(blocking=True)
        def on_thread(x: int) -> int:
            return nested(depth - 1) if depth else x

        @node(device="cpu")
        def on_device(x: int) -> int:
            return nested(depth - 1) if depth else x

        @pipeline
        def level(x: int) -> int:
            return total(on_thread(x), on_device(x))

        return level(1)

    assert nested(4) == 32


def test_calls_on_one_device_take_turns_even_inside_a_node_of_that_device() -> None:
    under_way = threading.Semaphore(1)

    @node(device="cpu")
    def alone(x: int) -> int:
        assert under_way.acquire(blocking=False), "two calls at once"
        try:
            threading.Event().wait(0.001)
        finally:
            under_way.release()
        return x

    @pipeline
    def many(xs: list[int]) -> list[int]:
        return each(alone, xs)

    @node(device="cpu")
    def calls(x: int) -> int:
        return sum(many(list(range(10))))

    @pipeline
    def outer(x: int) -> int:
        return total(calls(x), calls(x))

    assert finishes(many, list(range(10))) == list(range(10))
    assert finishes(outer, 1) == 90


def test_a_device_keeps_to_one_thread() -> None:
    @node(device="cpu")
    def thread(x: int) -> int:
        return threading.get_ident()

    @pipeline
    def threads(xs: list[int]) -> list[int]:
        return each(thread, xs)

    assert len(set(threads([1, 2, 3]))) == 1
    assert set(threads([1])) == set(threads([2]))


def test_threads_are_kept_and_used_again() -> None:
    @pipeline
    def one(x: int) -> int:
        return waits(x)

    one(1)
    threads = thread_pool()._threads
    assert [one(x) for x in range(20)] == list(range(1, 21))
    assert thread_pool()._threads == threads


def test_the_pool_shrinks_back_when_a_call_that_was_given_up_comes_back() -> None:
    release = threading.Event()

    @node(timeout=0.01)
    def stuck(x: int) -> int:
        release.wait(PATIENCE)
        return x

    @pipeline
    def trying(x: int) -> int:
        return stuck(x)

    before = thread_pool()._size
    run = trying.run(1)
    assert run.offenders == ("stuck",)
    assert thread_pool()._size == before + 1
    release.set()
    while thread_pool()._size != before:
        threading.Event().wait(0.001)


def test_calls_that_are_given_up_leave_room_for_those_that_wait() -> None:
    release = threading.Event()

    @node(timeout=0.05)
    def stuck(x: int) -> int:
        release.wait(PATIENCE)
        return x

    @node(blocking=True)
    def free(x: int) -> int:
        return x

    @node
    def listed(*xs: int) -> list[int]:
        return list(xs)

    @pipeline
    def crowded(x: int) -> list[int]:
        return listed(*[stuck(x) for _ in range(2 * SIZE)], free(x))

    run = crowded.start(1).run(PATIENCE)
    release.set()
    assert run.outputs["free"] == 1
    assert len(run.failures) == 2 * SIZE


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_has_lanes_of_its_own() -> None:
    assert inner(1) == 9
    child = os.fork()
    if not child:
        os._exit(0 if inner(1) == 9 else 1)
    ended = threading.Timer(PATIENCE, os.kill, (child, 9))
    ended.start()
    _, status = os.waitpid(child, 0)
    ended.cancel()
    assert status == 0
