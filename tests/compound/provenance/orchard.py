"""Pipelines of every shape, of nodes that can be found again."""

from __future__ import annotations

from typing import NamedTuple

from compound import Node, each, fallback, loop, node, pipeline, switch, when
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.provenance.ancestry import Lineage, lineage


class Pair(NamedTuple):
    left: int
    right: int


@node
def double(x: int) -> int:
    return 2 * x


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


@node
def split(x: int) -> Pair:
    return Pair(x, x)


@node
def positive(x: int) -> bool:
    return x > 0


@node
def at_least_ten(x: int) -> bool:
    return x >= 10


@node
def picky(x: int) -> int:
    raise ValueError(f"not {x}")


@node(effect="act")
def post(x: int) -> str:
    return f"posted {x}"


@node
def spread(x: int) -> list[int]:
    return [x, x + 1]


class Guess(Node):
    models = ("org/tiny model",)

    def run(self, x: int) -> int:
        return x


@pipeline
def guess(x: int) -> int:
    return Guess()(double(x))


@pipeline
def straight(x: int, unused: int = 0) -> int:
    return add(double(x), inc(x))


@pipeline
def rows(numbers: list[int], offset: int) -> int:
    more = inc(offset)
    return total(each(lambda number: add(double(number), more), numbers))


@pipeline
def chained(numbers: list[int]) -> list[int]:
    return each(double, each(inc, numbers))


@pipeline
def grid(numbers: list[int]) -> list[int]:
    return each(lambda number: total(each(inc, spread(number))), numbers)


@pipeline
def either(x: int) -> int:
    return when(positive(x), lambda: double(x), lambda: inc(x))


@pipeline
def by_name(name: str, x: int) -> int:
    return switch(name, {"twice": lambda: double(x), "once": lambda: inc(x)}, default=x)


@pipeline
def careful(x: int) -> int:
    return fallback(picky(x), lambda: double(x))


@pipeline
def doomed(x: int) -> int:
    return picky(double(x))


@pipeline
def until_ten(x: int) -> int:
    return loop(double, inc(x), at_least_ten, limit=9)


@pipeline
def halves(x: int) -> int:
    pair = split(x)
    return total([pair.left, inc(pair.right)])


@pipeline
def nested(x: int) -> int:
    return double(straight(x))


@pipeline
def constant(x: int) -> int:
    return 7


@pipeline
def posted(x: int) -> int:
    post(inc(x))
    return double(x)


def last(journal: Journal, of: str | None = None) -> Lineage:
    """The lineage of the last run."""
    return lineage(journal, list_runs(journal, 1)[0].id, of)
