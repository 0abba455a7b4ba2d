"""A run: when a node starts, what comes out, and what is known about it afterwards."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import pytest

from compound import current_node, loop, node, pipeline
from compound.errors import OutputMismatch, PipelineFailed

PATIENCE = 20  # seconds after which a test that hangs says so

caller: ContextVar[str] = ContextVar("caller", default="nobody")


@node
def inc(x: int) -> int:
    return x + 1


@node
def total(*xs: int) -> int:
    return sum(xs)


@pipeline
def diamond(x: int) -> int:
    start = inc(x)
    return total(inc(start), inc(start))


def test_the_output_is_returned_and_every_output_is_kept_by_node_id() -> None:
    run = diamond.run(1)
    assert diamond(1) == run.output == 6
    assert dict(run.outputs) == {"inc": 2, "inc#2": 3, "inc#3": 3, "total": 6}
    assert run.ok
    assert run.status == "succeeded"


def test_every_node_is_timed() -> None:
    timings = diamond.run(1).timings
    assert {name: timing.calls for name, timing in timings.items()} == {"inc": 1, "inc#2": 1, "inc#3": 1, "total": 1}
    assert all(timing.seconds >= 0 for timing in timings.values())


def test_a_node_starts_when_its_own_inputs_are_there_and_waits_for_no_layer() -> None:
    second_started = threading.Event()

    @node(blocking=True)
    def held(x: int) -> int:
        assert second_started.wait(PATIENCE)
        return x

    @node(blocking=True)
    def second(x: int) -> int:
        second_started.set()
        return x

    @pipeline
    def uneven(x: int) -> int:
        return total(held(x), second(inc(x)))  # a barrier would hold `second` until `held` has ended

    assert uneven(1) == 3


def test_an_answer_is_taken_while_inline_work_goes_on() -> None:
    followed = threading.Event()

    @node(blocking=True)
    def quick(x: int) -> int:
        return x

    @node(blocking=True)
    def follower(x: int) -> int:
        followed.set()
        return x

    @node
    def has_followed(x: int) -> bool:
        return followed.wait(0.001)

    @pipeline
    def mixed(x: int) -> int:
        return total(follower(quick(x)), loop(inc, x, until=has_followed, limit=10_000))

    assert mixed(1) > 1


def test_what_waits_elsewhere_is_started_before_anything_runs_inline() -> None:
    started = threading.Event()

    @node(blocking=True)
    def waits(x: int) -> int:
        started.set()
        return x

    @node
    def inline(x: int) -> bool:
        return started.wait(PATIENCE)

    @node
    def pair(one: bool, other: int) -> bool:
        return one

    @pipeline
    def mixed(x: int) -> bool:
        first = inline(x)
        return pair(first, waits(x))

    assert mixed(1) is True


def test_the_same_inputs_give_the_same_whatever_order_lanes_answer_in() -> None:
    order = threading.Barrier(2)

    @node(blocking=True)
    def one(x: int) -> int:
        order.wait(PATIENCE)
        return x

    @node(blocking=True)
    def other(x: int) -> int:
        order.wait(PATIENCE)
        return -x

    @node
    def both(a: int, b: int) -> tuple[int, int]:
        return a, b

    @pipeline
    def race(x: int) -> tuple[int, int]:
        return both(one(x), other(x))

    assert {race(3) for _ in range(20)} == {(3, -3)}


@pytest.mark.parametrize("shape", ["chain", "fan"])
def test_100_000_nodes_run_without_recursion(shape: str) -> None:
    @pipeline
    def chain(x: int) -> int:
        for _ in range(100_000):
            x = inc(x)
        return x

    @pipeline
    def fan(x: int) -> int:
        return total(*[inc(x) for _ in range(100_000)])

    assert {"chain": chain, "fan": fan}[shape](1) == {"chain": 100_001, "fan": 200_000}[shape]


def test_a_wrong_output_is_blamed_on_the_node_that_made_it() -> None:
    @node
    def lies(x: int) -> int:
        return "one"  # type: ignore[return-value]

    @pipeline
    def wrong(x: int) -> int:
        return inc(lies(x))

    with pytest.raises(PipelineFailed, match=r"lies promises int but returned") as caught:
        wrong(1)
    failed = caught.value.run.failures["lies"]
    assert isinstance(failed.error, OutputMismatch)
    assert failed.error.node == "lies"


@pytest.mark.parametrize("options", [{"blocking": True}, {"device": "cpu"}])
def test_outputs_of_other_lanes_are_checked_too(options: dict[str, Any]) -> None:
    @node(**options)
    def lies(x: int) -> int:
        return None  # type: ignore[return-value]

    @pipeline
    def wrong(x: int) -> int:
        return lies(x)

    assert isinstance(wrong.run(1).failures["lies"].error, OutputMismatch)


def test_the_object_that_a_node_returns_is_the_one_that_travels() -> None:
    @node
    def same(x: list[int]) -> list[int]:
        return x

    @pipeline
    def hand_on(x: list[int]) -> list[int]:
        return same(same(x))

    value = [1, 2]
    assert hand_on(value) is value


def test_two_threads_run_one_pipeline_at_once() -> None:
    together = threading.Barrier(2)

    @node
    def meet(x: int) -> int:
        together.wait(PATIENCE)
        return x

    @pipeline
    def meeting(x: int) -> int:
        return inc(meet(x))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(meeting, [1, 2])) == [2, 3]


def test_a_pipeline_runs_inside_a_running_event_loop() -> None:
    @node
    async def later(x: int) -> int:
        await asyncio.sleep(0)
        return x + 1

    @pipeline
    def asynchronous(x: int) -> int:
        return later(later(x))

    async def main() -> tuple[int, int]:
        return asynchronous(1), await asynchronous.start(2)

    assert asyncio.run(main()) == (3, 4)


def test_async_nodes_wait_together() -> None:
    arrived: list[int] = []

    @node
    async def gather(x: int) -> int:
        arrived.append(x)
        while len(arrived) < 8:
            await asyncio.sleep(0)
        return x

    @pipeline
    def together(x: int) -> int:
        return total(*[gather(x) for _ in range(8)])

    assert together(1) == 8


def test_context_variables_of_the_caller_are_seen_in_every_lane_but_processes() -> None:
    @node
    def inline(x: int) -> str:
        return caller.get()

    @node(blocking=True)
    def thread(x: int) -> str:
        return caller.get()

    @node
    async def on_loop(x: int) -> str:
        return caller.get()

    @node(device="cpu")
    def device(x: int) -> str:
        return caller.get()

    @node
    def listed(*xs: str) -> list[str]:
        return list(xs)

    @pipeline
    def seen(x: int) -> list[str]:
        return listed(inline(x), thread(x), on_loop(x), device(x))

    mark = caller.set("me")
    try:
        assert seen(1) == seen.start(1).result() == ["me"] * 4
    finally:
        caller.reset(mark)


def test_a_context_variable_set_in_a_node_does_not_leak() -> None:
    @node(blocking=True)
    def sets(x: int) -> int:
        caller.set("a node")
        return x

    @pipeline
    def leaky(x: int) -> int:
        return sets(x)

    leaky(1)
    assert caller.get() == "nobody"


def test_outside_of_a_run_the_context_of_a_node_is_inert() -> None:
    assert not current_node().cancelled
    current_node().progress(1, 2)
    current_node().check()
