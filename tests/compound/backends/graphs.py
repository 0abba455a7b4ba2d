"""Pipelines that every backend must run alike."""

from __future__ import annotations

from typing import NamedTuple

from compound import Node, Retry, build, each, fallback, loop, node, pipeline, switch, when


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


@node
def total(*xs: int) -> int:
    return sum(xs)


@node
def is_big(x: int) -> bool:
    return x > 10


@node
def boom(x: int) -> int:
    raise ValueError("boom")


@node
async def inc_later(x: int) -> int:
    return x + 1


@node(blocking=True)
def inc_slowly(x: int) -> int:
    return x + 1


@node(retries=Retry(2, wait=0.0))
def boom_three_times(x: int) -> int:
    raise ValueError("boom")


@node(retries=Retry(2, wait=0.0, on=(OSError,)))
def boom_once(x: int) -> int:
    raise ValueError("not worth another attempt")


@node(fallback=inc)
def boom_or_inc(x: int) -> int:
    raise ValueError("boom")


@node
def lies(x: int) -> int:
    return "text"  # type: ignore[return-value]


class Scale(Node, device="cpu"):
    """Multiplies by a setting."""

    factor: int

    def run(self, x: int) -> int:
        return x * self.factor


class Pair(NamedTuple):
    low: int
    high: int


@node
def around(x: int) -> Pair:
    return Pair(x - 1, x + 1)


@pipeline
def chain(x: int) -> int:
    return inc(inc(inc(x)))


@pipeline
def fan(x: int) -> int:
    return total(*[inc(x) for _ in range(5)])


@pipeline
def diamond(x: int, y: int = 3) -> int:
    middle = inc(x)
    return add(add(middle, y), inc_later(middle))


@pipeline
def over_items(xs: list[int], k: int) -> list[int]:
    return each(lambda x: add(inc(x), k), xs)


@pipeline
def over_items_that_fail(xs: list[int]) -> list[int]:
    return each(boom, xs)


@pipeline
def either(x: int) -> int:
    return when(is_big(x), inc(x), boom(x))


@pipeline
def one_of(x: int) -> int:
    return switch(x, {1: inc(x), 2: Scale(factor=10)(x)}, default=boom(x))


@pipeline
def rescued(x: int) -> int:
    return add(fallback(boom(x), inc(inc(x))), x)


@pipeline
def not_needed(x: int) -> int:
    return fallback(inc(x), boom(x))


@pipeline
def until_big(x: int) -> int:
    return loop(inc, x, until=is_big, limit=100)


@pipeline
def half_fails(x: int) -> int:
    return add(inc(boom(x)), inc(inc(x)))


@pipeline
def retried(x: int) -> int:
    return add(boom_three_times(x), boom_once(x))


@pipeline
def replaced(x: int) -> int:
    return inc(boom_or_inc(x))


@pipeline
def lied_to(x: int) -> int:
    return inc(lies(x))


@pipeline
def nested(x: int) -> int:
    return add(chain(x), Scale(factor=3)(inc_slowly(diamond(x))))


@pipeline
def glued(x: int) -> Pair:
    low, high = around(x)
    return build(Pair, low=inc(high), high=low)


@pipeline
def passed_on(x: int) -> int:
    return x


@pipeline
def wide(x: int) -> int:
    return total(*[inc(inc(x)) for _ in range(100)])
