"""Small nodes that answer the same each time, one for each way in which a node can be run and can fail.

They stand at the top of a module, so that graphs of them have a serialised form and a worker finds them by name.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from compound.graph.pipeline import pipeline
from compound.nodes.function import node
from compound.nodes.policy import Retry
from compound.nodes.with_settings import Node

Numbers = npt.NDArray[np.int64]


class Pair(NamedTuple):
    """Two numbers with names."""

    low: int
    high: int


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int = 5) -> int:
    return x + y


@node
def total(*xs: int) -> int:
    return sum(xs)


@node
def summed(xs: list[int]) -> int:
    return sum(xs)


@node
def weighed(xs: list[int]) -> int:
    """Another number for another order."""
    return sum(place * x for place, x in enumerate(xs, 1))


@node
def is_big(x: int) -> bool:
    return x > 10


@node
def rest(x: int) -> int:
    """What is left after division by 3."""
    return x % 3


@node
def spread(x: int) -> list[int]:
    """No, one, two or three numbers."""
    return [x + step for step in range(x % 4)]


@node
def around(x: int) -> Pair:
    return Pair(x - 1, x + 1)


@node
def across(pair: Pair) -> int:
    return pair.high - pair.low


@node
def ramp(x: int) -> Numbers:
    """An array, of 64 numbers."""
    return np.arange(x % 1000, x % 1000 + 64, dtype=np.int64)


@node
def level(numbers: Numbers) -> int:
    return int(numbers.max())


@node(cache=True)
def doubled(x: int) -> int:
    return 2 * x


@node(blocking=True, cost=0.5)
def waited(x: int) -> int:
    return x + 2


@node
async def later(x: int) -> int:
    await asyncio.sleep(0)
    return x + 3


class Times(Node, device="cpu"):
    """Multiplies by a setting."""

    by: int = 2

    def run(self, x: int, *, plus: int = 0) -> int:
        return x * self.by + plus


@node(effect="write")
def noted(x: int) -> int:
    return x


@node(effect="act")
def sent(x: int) -> int:
    return x


@node(retries=Retry(2, wait=0.0))
def mended(x: int, ticket: str, place: int) -> int:
    """Fails when it is called for the first time, of two times with this ticket at this place."""
    mark = Path(tempfile.gettempdir()) / f"compound-conformance-{ticket}-{place}"
    try:
        mark.unlink()
    except FileNotFoundError:
        mark.touch()
        raise OSError("not at once") from None
    return x


@node
def boom(x: int) -> int:
    raise ValueError(f"no {x}")


@node
def picky(x: int) -> int:
    if x % 2:
        raise ValueError(f"{x} is odd")
    return x


@node(retries=Retry(2, wait=0.0))
def boom_thrice(x: int) -> int:
    raise OSError(f"no {x}, ever")


@node(retries=Retry(2, wait=0.0, on=(OSError,)))
def boom_once(x: int) -> int:
    raise ValueError(f"no {x}, and no second attempt")


@node(fallback=inc)
def boom_or_inc(x: int) -> int:
    raise ValueError(f"no {x}, but something like it")


@node(effect="act", retries=Retry(1, wait=0.0))
def boom_acting(x: int) -> int:
    raise ConnectionError(f"{x} was refused")


@node
def lies(x: int) -> int:
    return f"{x}"  # type: ignore[return-value]


@pipeline
def inner(x: int, by: int = 3) -> int:
    """A pipeline to be nested."""
    return add(inc(x), doubled(by))
