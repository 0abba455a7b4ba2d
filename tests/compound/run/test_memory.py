"""A memory is asked before a call, and told what came of it; what it knows is not called."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from compound import Node, each, loop, node, pipeline, when
from compound.graph.step import MISSING
from compound.run.events import Event, NodeFinished, NodeStarted
from compound.run.token import Token

PATIENCE = 20


class Notes:
    """A memory of one run or several: what it was told, and what it knows, by path."""

    def __init__(self, **known: Any) -> None:
        self.known = known
        self.told: list[tuple[str, ...]] = []

    def begin(self, pipeline: Any, inputs: tuple[Any, ...]) -> Notes:
        self.told.append(("begin", pipeline.name))
        return self

    def recall(self, frame: Any, step: Any) -> Any:
        return self.known.get(frame.label(step), MISSING)

    def calling(self, frame: Any, step: Any, node: Any, attempt: int) -> None:
        self.told.append(("calling", frame.label(step)))

    def uncalled(self, frame: Any, step: Any) -> None:
        self.told.append(("uncalled", frame.label(step)))

    def succeeded(self, frame: Any, step: Any, value: Any, seconds: float) -> None:
        self.told.append(("succeeded", frame.label(step)))

    def failed(self, frame: Any, step: Any, status: str, seconds: float, failed: Any) -> None:
        self.told.append((status, frame.label(step)))

    def decided(self, frame: Any, step: Any, what: str) -> None:
        self.told.append(("decided", what))

    def inside(self, frame: Any, step: Any) -> Notes:
        return self

    def ended(self, frame: Any, ending: Any) -> None:
        self.told.append(("ended", ending.status))


@node
def inc(x: int) -> int:
    return x + 1


@node(blocking=True)
def slow(x: int) -> int:
    return x + 1


@node
async def later(x: int) -> int:
    return x + 1


@node
def large(x: int) -> bool:
    return x > 9


class Batched(Node, batch=4):
    def run(self, x: int) -> int:
        return x + 1

    def run_batch(self, x: list[int]) -> list[int]:
        return [number + 1 for number in x]


@pipeline
def lanes(x: int) -> int:
    return Batched()(later(slow(inc(x))))


def test_it_hears_of_every_call_on_every_lane() -> None:
    notes = Notes()
    assert lanes.using(memory=notes)(0) == 4
    assert notes.told == [
        ("begin", "lanes"),
        ("succeeded", "inc"),
        ("calling", "slow"),
        ("succeeded", "slow"),
        ("calling", "later"),
        ("succeeded", "later"),
        ("calling", "batched"),
        ("succeeded", "batched"),
        ("ended", "succeeded"),
    ]


def test_what_it_knows_is_not_called_and_listeners_hear_of_it_all_the_same() -> None:
    notes = Notes(inc=10, slow=20, later=30)
    heard: list[Event] = []
    assert lanes.using(memory=notes, listener=heard.append)(0) == 31
    assert [told for told in notes.told if told[0] in ("calling", "succeeded")] == [
        ("calling", "batched"),
        ("succeeded", "batched"),
    ]
    for kind in (NodeStarted, NodeFinished):
        assert [event.node for event in heard if isinstance(event, kind)] == ["inc", "slow", "later", "batched"]


def test_what_it_knows_in_bodies_and_branches_is_not_called() -> None:
    @pipeline
    def items(numbers: list[int]) -> list[int]:
        return each(slow, numbers)

    @pipeline
    def turns(x: int) -> int:
        return loop(slow, x, until=large, limit=9)

    @pipeline
    def branches(x: int) -> int:
        return when(large(x), lambda: slow(x), lambda: inc(x))

    assert items.using(memory=Notes(**{"each[1]/slow": 70}))([1, 2, 3]) == [2, 70, 4]
    assert turns.using(memory=Notes(**{"loop[1]/slow": 40}))(1) == 40
    assert branches.using(memory=Notes(large=True, slow=50))(1) == 50
    assert branches.using(memory=Notes(inc=60))(1) == 60


def test_any_number_of_known_results_may_follow_each_other() -> None:
    count = 3000

    @pipeline
    def long(x: int) -> int:
        for _ in range(count):
            x = slow(x)
        return x

    known = dict.fromkeys(long.plan.nodes, 7)
    assert long.using(memory=Notes(**known))(0) == 7


def test_what_it_raises_ends_the_run() -> None:
    class Full(Notes):
        def succeeded(self, frame: Any, step: Any, value: Any, seconds: float) -> None:
            raise OSError("full")

    for number in (lanes, pipeline(lambda_slow)):
        notes = Full()
        with pytest.raises(OSError, match="full"):
            number.using(memory=notes)(0)
        assert notes.told[-1] == ("ended", "cancelled")


def lambda_slow(x: int) -> int:
    return slow(x)


def test_each_item_of_a_map_begins_and_ends() -> None:
    notes = Notes()
    list(pipeline(lambda_slow).using(memory=notes).map([1, 2]))
    assert [told[0] for told in notes.told].count("begin") == 2
    assert notes.told.count(("ended", "succeeded")) == 2


def test_a_call_that_was_cancelled_in_its_queue_is_taken_back() -> None:
    taken_back = threading.Event()

    class Telling(Notes):
        def uncalled(self, frame: Any, step: Any) -> None:
            super().uncalled(frame, step)
            taken_back.set()

    @node(device="test-memory")
    def cancelling(x: int) -> int:
        token.cancel()
        taken_back.wait(PATIENCE)
        return x

    @node(device="test-memory")
    def queued(x: int) -> int:
        return x

    @pipeline
    def both(x: int) -> tuple[int, int]:
        return cancelling(x), queued(x)

    token, notes = Token(), Telling()
    run = both.using(memory=notes).execute((1,), token, None)
    assert run.status == "cancelled"
    assert ("uncalled", "queued") in notes.told
    assert ("uncalled", "cancelling") not in notes.told
    assert ("succeeded", "cancelling") in notes.told  # it ended within the grace
