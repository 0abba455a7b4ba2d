"""Pipelines as flows, and flows of the same shape as somebody would write them with Prefect alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from compound import each, node, pipeline
from measuring import Bar, Row, at_least, at_most

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "0.5",
}
TASKS = 200
TURNS = 5
TRIVIAL = 1000
ARRAYS, MEGABYTES, STEPS = 20, 64, 5


@contextmanager
def server() -> Iterator[None]:
    """A server for all measures."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=180),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@node
def inc(x: int) -> int:
    return x + 1


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


@node
def shifted(x: np.ndarray) -> np.ndarray:
    return x + 1


@pipeline
def fan(numbers: list[int]) -> int:
    return total(each(inc, numbers))


@pipeline
def chain(x: int) -> int:
    for _ in range(TASKS):
        x = inc(x)
    return x


@pipeline
def trivial(x: int) -> int:
    for _ in range(TRIVIAL):
        x = inc(x)
    return x


@pipeline
def arrays(items: list[np.ndarray]) -> list[np.ndarray]:
    def steps(x: Any) -> Any:
        for _ in range(STEPS):
            x = shifted(x)
        return x

    return each(steps, items)


def overhead() -> list[Row]:
    """A task for each node, beside the same tasks by hand: neither cached nor persisted, on as many threads."""
    return [
        _beside("a fan of 200 tasks", fan.flow(), _plain_fan(), list(range(TASKS))),
        _beside("a chain of 200 tasks", chain.flow(), _plain_chain(), 1),
    ]


def granularity() -> list[Row]:
    """1,000 trivial nodes: a task a node, and cheap ones together once it is known that they are."""
    one_each, together = trivial.flow(memory=None), None
    one_each(1)
    together = trivial.flow(granularity="auto", memory=None)
    turns = [(_seconds(together, 1), _seconds(one_each, 1)) for _ in range(3)]
    ratio = median(slow / fast for fast, slow in turns)
    row = Row(
        'granularity="auto", 1,000 trivial nodes',
        "s",
        ours=median(fast for fast, _ in turns),
        floor=median(slow for _, slow in turns),
        ratio=ratio,
        bars=(at_least(ratio, 20),),
        note="times as fast as a task a node; whole flow calls",
    )
    return [row]


def large() -> list[Row]:
    """Arrays through a few nodes, beside plain Prefect with the results of its tasks persisted, as it does them."""
    items = [np.zeros(MEGABYTES << 17) for _ in range(ARRAYS)]
    ours = median(_seconds(arrays.flow(), items) for _ in range(3))
    theirs = _seconds(_plain_arrays(), items[:2]) * ARRAYS / 2
    ratio = theirs / ours
    note = f"times as fast as persisted results, which are measured on 2 arrays and multiplied by {ARRAYS // 2}"
    name = f"{ARRAYS} arrays of {MEGABYTES} MB through {STEPS} nodes"
    return [Row(name, "s", ours, theirs, ratio, bars=(at_least(ratio, 20),), note=note)]


MEASURES: dict[str, Callable[[], list[Row]]] = {"overhead": overhead, "granularity": granularity, "large": large}


def line(row: Row) -> str:
    """A row for people."""
    numbers = f"{row.ours:.3f} {row.unit}, beside {row.floor:.3f}: {row.ratio:.2f}"
    bars = ", ".join(f"{bar.text} {'met' if bar.met else 'MISSED'}" for bar in row.bars)
    return f"{row.measure:45} {numbers}  {bars}  {row.note}"


def _beside(name: str, ours: Any, theirs: Any, *args: Any) -> Row:
    ours(*args), theirs(*args)
    turns = [(_seconds(ours, *args), _seconds(theirs, *args)) for _ in range(TURNS)]
    ratio = median(one / other for one, other in turns)
    mine, floor = (median(turn[side] for turn in turns) for side in (0, 1))
    bars: tuple[Bar, ...] = (at_most(ratio, 1.1),)
    return Row(name, "s", mine, floor, ratio, bars=bars, note="beside a hand-written flow")


def _seconds(flow: Any, *args: Any) -> float:
    began = perf_counter()
    flow(*args)
    return perf_counter() - began


@lru_cache
def _plain_task() -> Any:
    from prefect import task
    from prefect.cache_policies import NO_CACHE

    return task(lambda x: x + 1, name="inc", cache_policy=NO_CACHE, persist_result=False)


def _plain_fan() -> Any:
    from prefect import flow
    from prefect.task_runners import ThreadPoolTaskRunner

    inc = _plain_task()

    @flow(task_runner=ThreadPoolTaskRunner(max_workers=64))
    def by_hand(numbers: list[int]) -> int:
        return sum(future.result() for future in [inc.submit(x) for x in numbers])

    return by_hand


def _plain_chain() -> Any:
    from prefect import flow
    from prefect.task_runners import ThreadPoolTaskRunner

    inc = _plain_task()

    @flow(task_runner=ThreadPoolTaskRunner(max_workers=64))
    def by_hand(x: int) -> int:
        for _ in range(TASKS):
            x = inc.submit(x).result()
        return x

    return by_hand


def _plain_arrays() -> Any:
    from prefect import flow, task

    step = task(lambda x: x + 1, name="shifted", persist_result=True)

    @flow(validate_parameters=False)
    def by_hand(items: list[Any]) -> list[Any]:
        for _ in range(STEPS):
            items = [future.result() for future in [step.submit(item) for item in items]]
        return items

    return by_hand
