"""Bodies: `each` over items and `loop` over turns."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from compound import each, loop, node, pipeline
from compound.errors import ItemsFailed, LoopLimit, TurnFailed
from compound.run.events import Event, NodeProgress

PATIENCE = 20


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


@node
def odd_only(x: int) -> int:
    if x % 2 == 0:
        raise ValueError(f"{x} is even")
    return x


@node
def is_ten(x: int) -> bool:
    return x >= 10


@pipeline
def incs(xs: list[int]) -> list[int]:
    return each(inc, xs)


def test_results_come_in_the_order_of_the_items_however_they_end() -> None:
    gates = [threading.Event() for _ in range(4)]

    @node(blocking=True)
    def backwards(x: int) -> int:
        if x < 3:
            assert gates[x + 1].wait(PATIENCE)
        gates[x].set()
        return x

    @pipeline
    def reversed_order(xs: list[int]) -> list[int]:
        return each(backwards, xs)

    assert reversed_order([0, 1, 2, 3]) == [0, 1, 2, 3]


def test_no_items_give_an_empty_list() -> None:
    assert incs([]) == []
    assert incs.run([]).ok


def test_ragged_lists_nest() -> None:
    @pipeline
    def ragged(rows: list[list[int]]) -> list[list[int]]:
        return each(lambda row: each(inc, row), rows)

    assert ragged([[1, 2, 3], [], [4]]) == [[2, 3, 4], [], [5]]


def test_a_body_uses_values_from_around_it_at_any_depth() -> None:
    @pipeline
    def shifted(rows: list[list[int]], by: int) -> list[list[int]]:
        step = inc(by)
        return each(lambda row: each(lambda x: add(x, step), row), rows)

    assert shifted([[1], [2, 3]], 9) == [[11], [12, 13]]


def test_items_that_fail_are_named_by_index_and_the_others_finish() -> None:
    @pipeline
    def picky(xs: list[int]) -> list[int]:
        return each(odd_only, xs)

    run = picky.run([1, 2, 3, 4])
    error = run.failures["each"].error
    assert isinstance(error, ItemsFailed)
    assert list(error.failures) == [1, 3]
    assert error.failures[1].node == "each[1]/odd_only"
    assert error.total == 4
    assert "2 of 4 items failed; the first is item 1" in str(error)
    assert run.timings["each/odd_only"].calls == 4


def test_failures_have_the_same_names_whether_or_not_someone_listens() -> None:
    @pipeline
    def picky(xs: list[int]) -> list[int]:
        return each(odd_only, xs)

    heard: list[Event] = []
    quiet, loud = (
        runner.run([2]).failures["each"].error for runner in (picky.using(), picky.using(listener=heard.append))
    )
    assert str(quiet) == str(loud)


def test_failures_of_nested_items_are_named_by_all_indexes() -> None:
    @pipeline
    def picky(rows: list[list[int]]) -> list[list[int]]:
        return each(lambda row: each(odd_only, row), rows)

    assert "each[1]/each[0]/odd_only: ValueError: 4 is even" in str(picky.run([[1], [4]]).failures["each"].error)


def test_an_item_whose_effect_failed_has_failed() -> None:
    @node(effect="write")
    def save(x: int) -> None:
        raise OSError("disk full")

    def body(x: int) -> int:
        save(x)
        return inc(x)

    @pipeline
    def saving(xs: list[int]) -> list[int]:
        return each(body, xs)

    assert isinstance(saving.run([1]).failures["each"].error, ItemsFailed)


class Height:
    """How many calls are under way, and how many were at the most."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = threading.Lock()

    def __enter__(self) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *error: object) -> None:
        with self.lock:
            self.now -= 1


def test_the_window_bounds_how_many_items_are_in_flight() -> None:
    height = Height()
    three = threading.Barrier(3)

    @node(blocking=True)
    def counted(x: int) -> int:
        with height:
            three.wait(PATIENCE)
        return x

    @pipeline
    def bounded(xs: list[int]) -> list[int]:
        return each(counted, xs)

    assert bounded.using(window=3)(list(range(12))) == list(range(12))
    assert height.most == 3


def test_nested_bodies_share_the_window() -> None:
    height = Height()

    @node(blocking=True)
    def counted(x: int) -> int:
        with height:
            return x

    @pipeline
    def nested(rows: list[list[int]]) -> list[list[int]]:
        return each(lambda row: each(counted, row), rows)

    rows = [list(range(20)) for _ in range(20)]
    assert nested.using(window=4)(rows) == rows
    assert height.most <= 4


def test_each_takes_100_000_items() -> None:
    assert incs(list(range(100_000)))[-1] == 100_000


def test_items_of_a_tuple_and_of_a_made_list() -> None:
    @node
    def upto(x: int) -> list[int]:
        return list(range(x))

    @pipeline
    def made(x: int) -> list[int]:
        return each(inc, upto(x))

    @pipeline
    def given(xs: tuple[int, ...]) -> list[int]:
        return each(inc, xs)

    assert made(3) == given((0, 1, 2)) == [1, 2, 3]


def test_an_each_tells_how_far_it_is() -> None:
    events: list[Event] = []
    incs.using(listener=events.append)([1, 2])
    assert [event for event in events if isinstance(event, NodeProgress)] == [
        NodeProgress("each", 1, 2, ""),
        NodeProgress("each", 2, 2, ""),
    ]


def test_a_loop_goes_on_until_its_condition_is_met() -> None:
    @pipeline
    def ten(x: int) -> int:
        return loop(inc, x, until=is_ten, limit=100)

    run = ten.run(1)
    assert run.output == 10
    assert run.timings["loop/inc"].calls == 9


def test_a_loop_looks_at_the_condition_after_each_turn() -> None:
    @pipeline
    def once(x: int) -> int:
        return loop(inc, x, until=is_ten, limit=5)

    assert once(50) == 51


def test_a_loop_that_does_not_end_says_what_it_had_come_to() -> None:
    @pipeline
    def short(x: int) -> int:
        return loop(inc, x, until=is_ten, limit=3)

    error = short.run(1).failures["loop"].error
    assert isinstance(error, LoopLimit)
    assert error.state == 4
    assert short(7) == 10


def test_a_turn_that_fails_is_named() -> None:
    @pipeline
    def failing(x: int) -> int:
        return loop(lambda state: inc(odd_only(state)), x, until=is_ten, limit=9)

    error = failing.run(1).failures["loop"].error
    assert isinstance(error, TurnFailed)
    assert error.turn == 2
    assert error.failure.node == "loop[1]/odd_only"


def test_a_loop_of_100_000_turns() -> None:
    @node
    def is_big(x: int) -> bool:
        return x >= 100_000

    @pipeline
    def long(x: int) -> int:
        return loop(inc, x, until=is_big, limit=100_000)

    assert long(0) == 100_000


def test_loops_run_in_items_and_items_in_loops() -> None:
    @pipeline
    def both(xs: list[int]) -> list[int]:
        return each(lambda x: loop(inc, x, until=is_ten, limit=20), xs)

    assert both([1, 5, 30]) == [10, 10, 31]


@pytest.mark.parametrize("lane", [{"blocking": True}, {"device": "cpu"}])
def test_items_run_in_any_lane(lane: dict[str, Any]) -> None:
    @node(**lane)
    def elsewhere(x: int) -> int:
        return x + 1

    @pipeline
    def bodies(xs: list[int]) -> list[int]:
        return each(lambda x: inc(elsewhere(x)), xs)

    assert bodies([1, 2, 3]) == [3, 4, 5]
