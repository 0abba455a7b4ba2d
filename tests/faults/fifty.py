"""A run of fifty small nodes, eight of which act."""

from __future__ import annotations

from compound import each, node, pipeline
from compound.journal.writing.description import describe, recipes_of
from tests.faults.ledger import act_now
from tests.faults.subject import Subject


@node
def spread(x: int) -> list[int]:
    return [10 * x, 20 * x, 30 * x, 40 * x]


@node(blocking=True)
def work(x: int) -> int:
    return x + 1


@node(effect="act")
def act(x: int) -> int:
    act_now()
    return x - 1


@node
def still(x: int) -> int:
    return x


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


@pipeline
def item(x: int) -> int:
    x = act(still(still(work(x))))
    x = act(still(still(work(x))))
    return still(still(still(work(x))))


@pipeline
def fifty(x: int) -> int:
    return total(each(item, spread(x)))


def warm() -> None:
    """Loads and compiles all that the run needs, without starting a thread."""
    recipes_of(describe(fifty))


GIVEN, OUTPUT = 3, 304
SUBJECT = Subject(fifty, lambda: GIVEN, warm)
