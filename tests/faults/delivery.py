"""A run of fifty nodes whose values are small, large, and larger than the journal keeps them; twelve of them act."""

from __future__ import annotations

from compound import each, node, pipeline
from compound.journal.writing.description import describe, recipes_of
from tests.faults.ledger import act_now
from tests.faults.subject import Subject


@node
def pack(parcels: int) -> list[str]:
    return [f"{number} " * 9_000 * (number % 3) for number in range(parcels)]


@node(blocking=True)
def wrap(parcel: str) -> str:
    return f"[{parcel}]"


@node(effect="act")
def send(parcel: str) -> str:
    act_now()
    return f"sent {parcel}"


@node(effect="write")
def book(parcel: str) -> int:
    act_now()
    return len(parcel)


@node
def weigh(parcel: str) -> int:
    return len(parcel)


@node
def add(first: int, second: int) -> int:
    return first + second


@pipeline
def deliver(parcel: str) -> int:
    sent = send(wrap(parcel))
    return add(add(weigh(parcel), weigh(sent)), book(wrap(sent)))


@pipeline
def deliveries(parcels: int) -> int:
    return total(each(deliver, pack(parcels)))


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


def warm() -> None:
    """Loads and compiles all that the run needs, without starting a thread."""
    recipes_of(describe(deliveries))


ACTING = ("send", "book")
SUBJECT = Subject(deliveries, lambda: 6, warm)
