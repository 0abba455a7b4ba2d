"""Nodes that wait, all at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from compound import Pipeline, node, pipeline
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
            _row(f"{CALLS} blocking nodes", _all_at_once(on_threads), threads, "floor: warm thread pool"),
            _row(f"{CALLS} async nodes", _all_at_once(on_loop), gather, "floor: asyncio.gather"),
            _row(
                f"{CALLS} of each", _all_at_once(on_threads, on_loop), _slower(threads, gather), "floor: the slower one"
            ),
        ]


def _all_at_once(*kinds: Callable[[int], Any]) -> Pipeline[..., int]:
    @pipeline
    def all_at_once() -> int:
        return total(*[kind(number) for kind in kinds for number in range(CALLS)])

    return all_at_once


def _row(measure: str, ours: Pipeline[..., int], floor: Call, note: str) -> Row:
    assert ours() % sum(range(CALLS)) == 0
    pairs = in_turns(lambda: ours.run().output, floor, PAIRS)
    bars = (at_most(pairs.ratio, 1.2),)
    return Row(
        f"{measure} of {WAIT * MILLI:g} ms", "ms", pairs.ours * MILLI, pairs.floor * MILLI, pairs.ratio, bars=bars, note=note
    )


def _slower(*floors: Call) -> Call:
    """The floor that took longest, measured once more for this."""
    return max(floors, key=seconds)
