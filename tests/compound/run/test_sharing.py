"""Values are shared and never copied: who writes into one is stopped or named, and the caller's stay the caller's."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import AsyncIterator, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from compound import Node, each, node, pipeline, when
from compound.errors import InputChanged, ItemsFailed

PATIENCE = 20
Array = NDArray[np.float64]


@node
def make(x: int) -> Array:
    return np.full(3, float(x))


@node
def read(array: Array) -> float:
    return float(array.sum())


@node
def write(array: Array) -> float:
    array[0] = 99
    return float(array[0])


@node
def add(x: float, y: float) -> float:
    return x + y


@pipeline
def siblings(x: int) -> float:
    array = make(x)
    return add(write(array), read(array))


@pipeline
def writing(array: Array) -> float:
    return write(array)


@pipeline
def reading(array: Array) -> float:
    return read(array)


def changed(run: Any, step: str) -> InputChanged:
    error = run.failures[step].error
    assert isinstance(error, InputChanged)
    return error


def test_a_node_that_writes_into_its_input_is_named_and_its_siblings_see_nothing() -> None:
    run = siblings.run(1)
    error = changed(run, "write")
    assert (error.node, error.port) == ("write", "array")
    assert isinstance(error.__cause__, ValueError)
    assert run.failures["write"].place.startswith(__file__)
    assert run.outputs["read"] == 3


@pytest.mark.parametrize("options", [{"blocking": True}, {"device": "cpu"}])
def test_writing_is_stopped_in_every_lane(options: dict[str, Any]) -> None:
    @node(**options)
    def sorts(array: Array) -> float:
        array.sort()
        return 0.0

    @pipeline
    def sorting(x: int) -> float:
        return sorts(make(x))

    assert changed(sorting.run(1), "sorts").port == "array"


def test_only_ports_that_hold_arrays_are_named() -> None:
    @node
    def scale(by: float, *, array: Array, name: str = "") -> float:
        array *= by
        return 0.0

    @pipeline
    def scaling(x: int) -> float:
        return scale(2.0, array=make(x))

    assert changed(scaling.run(1), "scale").port == "array"


def test_another_value_error_stays_what_it_is() -> None:
    @node
    def picky(array: Array) -> float:
        raise ValueError("too small")

    @pipeline
    def picking(x: int) -> float:
        return picky(make(x))

    assert type(picking.run(1).failures["picky"].error) is ValueError


class Pair(NamedTuple):
    first: Array
    name: str


@dataclasses.dataclass(frozen=True)
class Record:
    array: Array


class Model(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)
    arrays: dict[str, Array]


@pytest.mark.parametrize(
    ("hint", "wrap", "unwrap"),
    [
        (list[Array], lambda a: [a], lambda v: v[0]),
        (dict[str, tuple[Array, ...]], lambda a: {"a": (a,)}, lambda v: v["a"][0]),
        (Pair, lambda a: Pair(a, "a"), lambda v: v.first),
        (Record, Record, lambda v: v.array),
        (Model, lambda a: Model(arrays={"a": a}), lambda v: v.arrays["a"]),
        (object, lambda a: [a], lambda v: v[0]),
    ],
)
def test_arrays_inside_of_values_are_read_only_too(hint: Any, wrap: Any, unwrap: Any) -> None:
    def makes(x: int) -> Any:
        return wrap(np.zeros(2))

    def writes(value: Any) -> float:
        unwrap(value)[0] = 1
        return 0.0

    makes.__annotations__["return"] = hint
    writes.__annotations__["value"] = hint
    making, held = node(makes), node(writes)

    @pipeline
    def traced(x: int) -> float:
        return held(making(x))

    assert changed(traced.run(1), "writes").port == "value"


def test_the_callers_array_is_read_only_during_the_run_and_writeable_after_it() -> None:
    array = np.zeros(3)
    assert changed(writing.run(array), "write").node == "write"
    assert array[0] == 0
    array[0] = 5
    assert reading(array) == 5


def test_an_array_that_was_read_only_stays_so() -> None:
    array = np.zeros(3)
    array.flags.writeable = False
    reading(array)
    assert not array.flags.writeable


def test_two_runs_share_an_array_and_the_last_one_gives_it_back() -> None:
    gates = {name: threading.Event() for name in ("first", "second")}
    started = threading.Barrier(3)

    @node(blocking=True)
    def hold(array: Array, name: str) -> bool:
        started.wait(PATIENCE)
        assert gates[name].wait(PATIENCE)
        return array.flags.writeable

    @pipeline
    def holding(array: Array, name: str) -> bool:
        return hold(array, name)

    array = np.zeros(3)
    runs = {name: holding.start(array, name) for name in gates}
    started.wait(PATIENCE)
    gates["first"].set()
    assert runs["first"].result(PATIENCE) is False
    assert not array.flags.writeable
    gates["second"].set()
    assert runs["second"].result(PATIENCE) is False
    assert array.flags.writeable


@pytest.mark.parametrize("order", [["whole", "part"], ["part", "whole"]])
def test_runs_on_an_array_and_on_a_view_of_it_end_in_any_order(order: list[str]) -> None:
    gates = {name: threading.Event() for name in order}
    started = threading.Barrier(3)

    @node(blocking=True)
    def hold(array: Array, name: str) -> float:
        started.wait(PATIENCE)
        assert gates[name].wait(PATIENCE)
        return 0.0

    @pipeline
    def holding(array: Array, name: str) -> float:
        return hold(array, name)

    whole = np.zeros(4)
    part = whole[1:]
    runs = {"whole": holding.start(whole, "whole"), "part": holding.start(part, "part")}
    started.wait(PATIENCE)
    for name in order:
        gates[name].set()
        runs[name].result(PATIENCE)
    assert whole.flags.writeable
    assert part.flags.writeable


def test_one_run_takes_an_array_and_a_view_of_it() -> None:
    @pipeline
    def both(one: Array, other: Array) -> float:
        return add(read(one), read(other))

    whole = np.ones(3)
    part = whole[1:]
    assert both(part, whole) == both(whole, part) == 5
    assert whole.flags.writeable
    assert part.flags.writeable


def test_the_same_array_comes_out() -> None:
    @node
    def same(array: Array) -> Array:
        return array

    @pipeline
    def hand_on(array: Array) -> Array:
        return same(same(array))

    array = np.zeros(3)
    assert hand_on(array) is array
    assert array.flags.writeable


@dataclasses.dataclass
class Box:
    items: list[int]

    @cached_property
    def total(self) -> int:
        return sum(self.items)


@node
def appends(xs: list[int]) -> int:
    xs.append(1)
    return len(xs)


@node
def fills(value: dict[str, list[int]]) -> int:
    value["a"].append(1)
    return 0


@node
def clears(value: Box) -> int:
    value.items.clear()
    return 0


@node(blocking=True)
def appends_in_thread(xs: list[int]) -> int:
    xs.append(1)
    return 0


@node
async def appends_later(xs: list[int]) -> int:
    xs.append(1)
    return 0


@node
def yields(xs: list[int]) -> Iterator[int]:
    yield 1
    xs.append(1)


@node
async def yields_later(xs: list[int]) -> AsyncIterator[int]:
    yield 1
    xs.append(1)


@node
def appends_by_name(n: int, *, xs: list[int]) -> int:
    xs.append(n)
    return n


@pytest.mark.parametrize(
    ("changing", "value", "port"),
    [
        (appends, [1], "xs"),
        (fills, {"a": [1]}, "value"),
        (clears, Box([1]), "value"),
        (appends_in_thread, [1], "xs"),
        (appends_later, [1], "xs"),
        (yields, [1], "xs"),
        (yields_later, [1], "xs"),
    ],
)
def test_a_full_check_names_who_changed_a_container(changing: Any, value: Any, port: str) -> None:
    def trace(value: Any) -> Any:
        return changing(value)

    signature = changing.signature
    trace.__annotations__ = {"value": signature.inputs[0].hint, "return": signature.output.hint}
    run = pipeline(trace).using(check="full").run(value)
    assert changed(run, changing.name).port == port


def test_a_full_check_names_keyword_only_ports() -> None:
    @pipeline
    def changing(xs: list[int]) -> int:
        return appends_by_name(1, xs=xs)

    assert changed(changing.using(check="full").run([1]), "appends_by_name").port == "xs"


def test_a_full_check_reaches_into_bodies() -> None:
    @pipeline
    def changing(rows: list[list[int]]) -> list[int]:
        return each(appends, rows)

    error = changing.using(check="full").run([[1]]).failures["each"].error
    assert isinstance(error, ItemsFailed)
    assert isinstance(error.failures[0].error, InputChanged)


def test_a_full_check_watches_batches() -> None:
    class Greedy(Node, device="cpu", batch=4):
        """Changes what it is given."""

        def run(self, xs: list[int]) -> int:
            xs.append(1)
            return 0

        def run_batch(self, xs: list[list[int]]) -> list[int]:
            xs[0].append(1)
            return [0] * len(xs)

    @pipeline
    def changing(rows: list[list[int]]) -> list[int]:
        return each(Greedy(), rows)

    assert isinstance(changing.using(check="full").run([[1], [2]]).failures["each"].error, ItemsFailed)


def test_a_full_check_lets_nodes_be_that_change_nothing() -> None:
    @node
    def total(box: Box, xs: list[int], array: Array) -> int:
        return box.total + len(xs) + len(array)

    @node
    def is_big(x: int) -> bool:
        return x > 1

    @pipeline
    def honest(box: Box, xs: list[int], array: Array) -> int:
        count = total(box, xs, array)
        return when(is_big(count), count, total(box, xs, array))

    assert honest.using(check="full")(Box([1]), [1, 2], np.zeros(3)) == 6


def test_a_full_check_looks_at_every_item() -> None:
    @node
    def long(x: int) -> list[int]:
        return [0] * 1_500 + ["here"] + [0] * 1_500  # type: ignore[list-item]

    @pipeline
    def making(x: int) -> list[int]:
        return long(x)

    assert "1500" in str(making.using(check="full").run(1).failures["long"].error)
