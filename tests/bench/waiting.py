"""Nodes that wait, all at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from compound import node, pipeline
from floors import warm_gather, warm_threads
from measuring import Call, Row, at_most, in_turns, seconds

CALLS = 64
WAIT = 0.020
PAIRS = 30
MILLI = 1e3


def blocked(number: int) -> int:
    time.sleep(WAIT)
    return number


async def awaited(number: int) -> int:
    await asyncio.sleep(WAIT)
    return number


@node
def total(*numbers: int) -> int:
    return sum(numbers)


def waiting() -> list[Row]:
    """Blocking nodes against a warm thread pool, async ones against gather, and both against the slower of the two."""
    on_threads, on_loop = node(blocking=True)(blocked), node(awaited)
    with warm_threads(blocked, CALLS) as threads, warm_gather(awaited, CALLS) as gather:
        return [
            _row("blocking nodes", [on_threads], threads, "warm thread pool"),
            _row("async nodes", [on_loop], gather, "asyncio.gather"),
            _row("of each", [on_threads, on_loop], max(threads, gather, key=seconds), "the slower of the two"),
        ]


def _row(name: str, kinds: list[Callable[[int], Any]], floor: Call, against: str) -> Row:
    @pipeline
    def all_at_once() -> int:
        return total(*[kind(number) for kind in kinds for number in range(CALLS)])

    assert all_at_once() == sum(range(CALLS)) * len(kinds)
    pairs = in_turns(lambda: all_at_once.run().output, floor, PAIRS)
    ours, theirs = pairs.ours * MILLI, pairs.floor * MILLI
    bars = (at_most(pairs.ratio, 1.2),)
    return Row(f"{CALLS} {name} of {WAIT * MILLI:g} ms", "ms", ours, theirs, pairs.ratio, bars=bars, note=against)
