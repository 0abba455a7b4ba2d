"""`stream` and `start`: runs in the background, told as typed events or waited for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

import pytest

from compound import Retry, current_node, each, node, pipeline, when
from compound.errors import PipelineFailed, RunCancelled
from compound.run.events import (
    Event,
    NodeFinished,
    NodePartial,
    NodeProgress,
    NodeStarted,
    RunFinished,
    RunStarted,
)

PATIENCE = 20


@node
def inc(x: int) -> int:
    return x + 1


@node(blocking=True)
def slow(x: int) -> int:
    return x + 1


@pipeline
def short(x: int) -> int:
    return slow(inc(x))


def names(events: list[Event]) -> list[tuple[type[Event], str]]:
    return [(type(event), event.node) for event in events]


def test_a_run_is_told_from_beginning_to_end() -> None:
    events = list(short.stream(1))
    assert names(events) == [
        (RunStarted, "short"),
        (NodeStarted, "inc"),
        (NodeFinished, "inc"),
        (NodeStarted, "slow"),
        (NodeFinished, "slow"),
        (RunFinished, "short"),
    ]
    assert events[0] == RunStarted("short", ("inc", "slow"))
    assert isinstance(events[-1], RunFinished)
    assert events[-1].run.output == 3


def test_the_result_can_be_asked_for_besides_the_events() -> None:
    stream = short.stream(1)
    assert stream.result() == 3
    assert isinstance(list(stream)[-1], RunFinished)


def test_a_listener_hears_the_same_as_a_stream() -> None:
    heard: list[Event] = []
    short.using(listener=heard.append).run(1)
    assert names(heard) == names(list(short.stream(1)))


def test_a_stream_and_a_listener_both_hear() -> None:
    heard: list[Event] = []
    streamed = list(short.using(listener=heard.append).stream(1))
    assert heard == streamed


def test_failures_and_retries_are_told() -> None:
    attempts: list[int] = []

    @node(retries=Retry(1, wait=0))
    def fails(x: int) -> int:
        attempts.append(x)
        raise ValueError("no")

    @pipeline
    def failing(x: int) -> int:
        return fails(x)

    finished = [event for event in failing.stream(1) if isinstance(event, NodeFinished)]
    assert [event.status for event in finished] == ["retrying", "failed"]
    assert all(event.failure is not None and str(event.failure.error) == "no" for event in finished)
    started = [event for event in failing.stream(1) if isinstance(event, NodeStarted)]
    assert [event.attempt for event in started] == [1, 2]


def test_every_node_that_runs_is_told_to_start_and_to_end() -> None:
    @node
    def is_big(x: int) -> bool:
        return x > 1

    @pipeline
    def shaped(xs: list[int], x: int) -> list[int]:
        return each(inc, when(is_big(x), xs, xs))

    events = list(shaped.stream([1, 2], 1))
    started = [event.node for event in events if isinstance(event, NodeStarted)]
    finished = [event.node for event in events if isinstance(event, NodeFinished)]
    assert sorted(started) == sorted(finished) == ["each", "each[0]/inc", "each[1]/inc", "is_big", "when"]


@node
def words(text: str) -> Generator[str, None, str]:
    yield from text.split()
    return text.upper()


@node
def letters(text: str) -> Iterator[str]:
    yield from text


@node
async def later(text: str) -> AsyncIterator[str]:
    for letter in text:
        await asyncio.sleep(0)
        yield letter


@pipeline
def spoken(text: str) -> str:
    return words(text)


@pipeline
def spelled(text: str) -> list[str]:
    return letters(text)


@pipeline
def spelled_later(text: str) -> list[str]:
    return later(text)


@pytest.mark.parametrize(
    ("streaming", "parts", "output"),
    [
        (spoken, ["to", "be"], "TO BE"),
        (spelled, list("to be"), list("to be")),
        (spelled_later, list("to be"), list("to be")),
    ],
)
def test_parts_of_the_output_are_told_as_they_come(streaming: object, parts: list[str], output: object) -> None:
    events = list(streaming.stream("to be"))  # type: ignore[attr-defined]
    assert [event.value for event in events if isinstance(event, NodePartial)] == parts
    assert events[-1].run.output == output
    assert streaming("to be") == output  # type: ignore[operator]


def test_a_part_is_told_before_the_node_has_ended() -> None:
    told = threading.Event()

    @node
    def patient(x: int) -> Generator[int, None, int]:
        yield x
        assert told.wait(PATIENCE)
        return x + 1

    @pipeline
    def patiently(x: int) -> int:
        return patient(x)

    for event in patiently.stream(1):
        if isinstance(event, NodePartial):
            told.set()
    assert told.is_set()


@pytest.mark.parametrize("options", [{}, {"blocking": True}])
def test_a_node_says_how_far_it_is(options: dict[str, Any]) -> None:
    @node(**options)
    def long(x: int) -> int:
        current_node().progress(1, 2, "half")
        return x

    @pipeline
    def run(x: int) -> int:
        return long(x)

    assert NodeProgress("long", 1, 2, "half") in list(run.stream(1))


def test_leaving_the_loop_early_cancels_the_run() -> None:
    stopped = threading.Event()

    @node(blocking=True)
    def polls(x: int) -> int:
        current_node().progress(0)
        while not current_node().cancelled:
            stopped.wait(0.001)
        stopped.set()
        return x

    @pipeline
    def endless(x: int) -> int:
        return polls(x)

    for event in endless.stream(1):
        if isinstance(event, NodeProgress):
            break
    assert stopped.wait(PATIENCE)


def test_a_generator_that_nobody_listens_to_any_more_is_closed() -> None:
    closed = threading.Event()

    @node
    def endless(x: int) -> Iterator[int]:
        try:
            while True:
                yield x
        finally:
            closed.set()

    @pipeline
    def running(x: int) -> list[int]:
        return endless(x)

    for event in running.stream(1):
        if isinstance(event, NodePartial):
            break
    assert closed.wait(PATIENCE)


def test_a_cancelled_reader_of_a_stream_cancels_the_run() -> None:
    stopped = threading.Event()
    running = threading.Event()

    @node
    async def forever(x: int) -> int:
        running.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return x

    @pipeline
    def endless(x: int) -> int:
        return forever(x)

    async def read() -> None:
        async for _ in endless.stream(1):
            """Waits for the next."""

    async def main() -> None:
        task = asyncio.create_task(read())
        await asyncio.to_thread(running.wait, PATIENCE)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(stopped.wait, PATIENCE)

    asyncio.run(main())


def test_events_can_be_awaited() -> None:
    async def main() -> list[Event]:
        return [event async for event in short.stream(1)]

    assert isinstance(asyncio.run(main())[-1], RunFinished)


def test_what_breaks_a_run_is_raised_to_whoever_reads_the_stream() -> None:
    def broken(event: Event) -> None:
        raise RuntimeError("a broken listener")

    with pytest.raises(RuntimeError, match="a broken listener"):
        list(short.using(listener=broken).stream(1))


def test_a_handle_is_waited_for_or_awaited() -> None:
    async def main() -> int:
        return await short.start(5)

    assert short.start(1).result(PATIENCE) == 3
    assert asyncio.run(main()) == 7
    handle = short.start(2)
    assert handle.run(PATIENCE).outputs["inc"] == 3
    assert handle.done


def test_many_runs_are_awaited_together() -> None:
    async def main() -> list[int]:
        return await asyncio.gather(*[short.start(x) for x in range(20)])

    assert asyncio.run(main()) == [x + 2 for x in range(20)]


def test_a_handle_raises_what_failed() -> None:
    @node
    def fails(x: int) -> int:
        raise ValueError("no")

    @pipeline
    def failing(x: int) -> int:
        return fails(x)

    with pytest.raises(PipelineFailed):
        failing.start(1).result(PATIENCE)
    assert not failing.start(1).run(PATIENCE).ok


def test_a_handle_that_is_cancelled_ends_as_cancelled() -> None:
    started = threading.Event()

    @node
    async def forever(x: int) -> int:
        started.set()
        await asyncio.Event().wait()
        return x

    @pipeline
    def endless(x: int) -> int:
        return forever(inc(x))

    handle = endless.start(1)
    assert started.wait(PATIENCE)
    handle.cancel()
    run = handle.run(PATIENCE)
    assert run.status == "cancelled"
    assert dict(run.outputs) == {"inc": 2}
    with pytest.raises(RunCancelled):
        handle.result(PATIENCE)


def test_waiting_for_a_handle_can_be_given_up() -> None:
    release = threading.Event()

    @node(blocking=True)
    def held(x: int) -> int:
        release.wait(PATIENCE)
        return x

    @pipeline
    def holding(x: int) -> int:
        return held(x)

    handle = holding.start(1)
    with pytest.raises(TimeoutError):
        handle.result(0.01)
    release.set()
    assert handle.result(PATIENCE) == 1
