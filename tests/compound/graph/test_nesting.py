"""A pipeline called in a pipeline is flattened into it; its edges are checked like those of a node."""

from __future__ import annotations

from typing import Any

import pytest

from compound import each, node, pipeline
from compound.errors import EdgeMismatch, MissingInput, RecursivePipeline, UnusedNode

done: list[int] = []


@pytest.fixture(autouse=True)
def forget() -> None:
    done.clear()


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


@node
def shown(x: int) -> str:
    return str(x)


@node
def ints(x: int) -> list[int]:
    return list(range(x))


@node(effect="act")
def send(x: int) -> int:
    done.append(x)
    return x


@pipeline
def inner(x: int, by: int = 2) -> int:
    return add(inc(x), by)


def test_the_steps_of_an_inner_pipeline_are_steps_of_the_outer_one():
    @pipeline
    def outer(x: int) -> int:
        return inner(inner(x), by=inc(x))

    run = outer.run(1)
    assert run.output == 7
    assert list(run.outputs) == ["inner/inc", "inner/add", "inc", "inner#2/inc", "inner#2/add"]


def test_constants_and_defaults_are_inputs_of_an_inner_pipeline():
    @pipeline
    def outer() -> list[int]:
        return [inner(1), inner(1, 5)]

    assert outer() == [4, 7]


def test_an_inner_pipeline_is_the_body_of_an_each():
    @pipeline
    def outer(xs: list[int]) -> list[int]:
        return each(inner, xs)

    assert outer([1, 2]) == [4, 5]


def test_what_goes_in_is_blamed_on_the_edge_of_the_inner_pipeline():
    @pipeline
    def wrong(x: int) -> int:
        return inner(shown(x))  # type: ignore[arg-type]

    @pipeline
    def empty(x: int) -> int:
        return inner()  # type: ignore[call-arg]

    with pytest.raises(EdgeMismatch, match=r"^shown -> inner\.x: shown gives str, but `x` takes int"):
        _ = wrong.plan
    with pytest.raises(MissingInput, match=r"^inner: the input `x: int` is missing.*inner\(x: int, by: int = 2\)"):
        _ = empty.plan


def test_what_comes_out_is_blamed_on_the_edge_of_the_inner_pipeline():
    @pipeline
    def lying(x: int) -> int:
        return shown(x)  # type: ignore[return-value]

    @pipeline
    def outer(x: int) -> int:
        return inc(lying(x))

    with pytest.raises(EdgeMismatch, match=r"^lying/shown -> lying\.return: .* but lying promises int"):
        _ = outer.plan


def test_a_declared_result_hides_what_stands_behind_it():
    @pipeline
    def vague(x: int) -> object:
        return inc(x)

    @pipeline
    def outer(x: int) -> int:
        return inc(vague(x))  # type: ignore[arg-type]

    with pytest.raises(EdgeMismatch, match="gives object, but `x` takes int"):
        _ = outer.plan


def test_a_pipeline_that_calls_itself_is_told_to_use_loop():
    @pipeline
    def ping(x: int) -> int:
        return pong(inc(x))

    @pipeline
    def pong(x: int) -> int:
        return ping(x)

    with pytest.raises(RecursivePipeline, match=r"ping -> pong -> ping.*Use `loop\(") as caught:
        _ = ping.plan
    assert caught.value.chain == ("ping", "pong", "ping")


def test_a_pipeline_that_calls_itself_in_a_body_is_found_too():
    @pipeline
    def mapped(x: int) -> list[Any]:
        return each(lambda item: mapped(item), ints(x))

    with pytest.raises(RecursivePipeline):
        _ = mapped.plan


def test_recursion_inside_of_a_node_is_free():
    @node
    def factorial(x: int) -> int:
        return 1 if x < 2 else x * factorial(x - 1)

    @pipeline
    def whole(x: int) -> int:
        return factorial(x)

    assert whole(5) == 120


def test_a_pipeline_called_in_a_node_runs_there():
    @node(blocking=True)
    def outside(x: int) -> int:
        return inner(x)

    @pipeline
    def whole(xs: list[int]) -> list[int]:
        return each(outside, xs)

    assert whole(list(range(70))) == [x + 3 for x in range(70)]


def test_an_inner_pipeline_that_does_nothing_and_is_used_by_nobody_is_a_mistake():
    @pipeline
    def wrong(x: int) -> int:
        inner(x)
        return x

    with pytest.raises(UnusedNode) as caught:
        _ = wrong.plan
    assert caught.value.nodes == ("inner/add",)


def test_an_inner_pipeline_may_be_called_for_its_effects_alone():
    @pipeline
    def sending(x: int) -> int:
        return inc(send(x))

    @pipeline
    def outer(x: int) -> int:
        sending(x)
        return x

    assert outer(3) == 3
    assert done == [3]
    assert "sending/inc" not in outer.run(3).outputs


def test_a_chain_of_a_hundred_thousand_steps_is_built_without_recursion():
    @pipeline
    def long(x: int) -> int:
        for _ in range(100_000):
            x = inc(x)
        return x

    assert len(long.plan.steps) == 100_001
