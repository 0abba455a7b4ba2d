"""A memory is asked before a call, and told what came of it; what it knows is not called."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from compound import Node, each, loop, node, pipeline, when
from compound.run.events import Event, NodeFinished, NodeStarted
from compound.run.memory import Known, Later
from compound.run.result import Timing
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

    @property
    def run(self) -> str:
        return "r1"

    def recall(self, frame: Any, step: Any) -> Known | Later | None:
        label = frame.label(step)
        return Known(self.known[label], ("small-model",)) if label in self.known else None

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
    ended = [event.status for event in heard if isinstance(event, NodeFinished)]
    assert ended == ["recalled", "recalled", "recalled", "succeeded"]


def test_the_run_says_what_was_there_from_before_and_which_models_are_behind_it() -> None:
    run = lanes.using(memory=Notes(inc=10, slow=20, later=30)).run(0)
    assert run.timings["slow"] == Timing(calls=0, seconds=0.0, recalled=1)
    assert (run.timings["batched"].calls, run.timings["batched"].recalled) == (1, 0)
    assert (run.models, run.id) == ({"small-model"}, "r1")


@pytest.mark.parametrize("busy", ["inc", "slow", "later", "batched"])
def test_what_somebody_else_computes_is_asked_for_again_until_it_is_there(busy: str) -> None:
    class Slow(Notes):
        asked = 0

        def recall(self, frame: Any, step: Any) -> Known | Later | None:
            if step.id != busy:
                return None
            self.asked += 1
            return Known(70) if self.asked == 4 else Later(0.001)

    notes = Slow()
    run = lanes.using(memory=notes).run(0)
    assert run.timings[busy].recalled == 1
    assert run.output == 70 + ["batched", "later", "slow", "inc"].index(busy)
    assert notes.asked == 4


def test_others_go_on_while_one_waits_for_an_answer() -> None:
    there = threading.Event()

    class Waiting(Notes):
        def recall(self, frame: Any, step: Any) -> Known | Later | None:
            if frame.label(step) != "each[0]/slow":
                return None
            return Known(10) if there.is_set() else Later(0.001)

    @node(blocking=True)
    def last(x: int) -> int:
        if x == 4:
            there.set()
        return x

    @pipeline
    def apart(numbers: list[int], four: int) -> tuple[list[int], int]:
        return each(slow, numbers), last(four)

    assert apart.using(memory=Waiting())([1, 2, 4], 4) == ([10, 3, 5], 4)


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
