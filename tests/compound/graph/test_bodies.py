"""`each` and `loop`: a body of the graph for every item, or again and again."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from compound import Node, approve, each, fallback, loop, node, pipeline, switch, when
from compound.errors import EdgeMismatch, MissingInput, OutsidePipeline, UnusedNode, WrongArgument

done: list[int] = []


@pytest.fixture(autouse=True)
def forget() -> None:
    done.clear()


class Scale(BaseModel):
    by: int


class Times(Node):
    by: int = 2

    def run(self, x: int) -> int:
        return x * self.by


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
def big(x: int) -> bool:
    return x > 10


@node
def boom(x: int) -> int:
    raise ValueError("boom")


@node(effect="act")
def send(x: int) -> int:
    done.append(x)
    return x


# -- each -----------------------------------------------------------------------------------------------------


def test_each_takes_nodes_pipelines_and_functions():
    @pipeline
    def inner(x: int) -> int:
        return inc(x)

    @pipeline
    def mapped(xs: list[int]) -> list[list[int]]:
        return [each(inc, xs), each(Times(by=3), xs), each(inner, xs), each(lambda x: inc(inc(x)), xs)]

    assert mapped([1, 2]) == [[2, 3], [3, 6], [2, 3], [3, 4]]


def test_each_goes_over_lists_tuples_and_containers_of_symbols():
    @pipeline
    def mapped(x: int, pair: tuple[int, int]) -> list[list[int]]:
        return [each(inc, [x, inc(x), 7]), each(inc, pair), each(inc, [1, 2]), each(inc, [])]

    assert mapped(1, (5, 6)) == [[2, 3, 8], [6, 7], [2, 3], []]


def test_a_body_closes_over_outer_values_their_fields_and_constants():
    @pipeline
    def mapped(xs: list[int], scale: Scale) -> list[int]:
        more = inc(scale.by)
        plain = 100
        return each(lambda x: add(add(x, more), add(scale.by, plain)), xs)

    assert mapped([1, 2], Scale(by=3)) == [108, 109]


def test_a_body_that_gives_an_outer_value_or_a_constant_gives_it_for_every_item():
    @pipeline
    def mapped(xs: list[int], y: int) -> tuple[list[int], list[str], list[int]]:
        return each(lambda x: y, xs), each(lambda x: "a", xs), each(lambda x: x, xs)

    assert mapped([1, 2], 5) == ([5, 5], ["a", "a"], [1, 2])


def test_bodies_nest_and_reach_all_the_way_out():
    @pipeline
    def table(rows: list[list[int]], y: int) -> list[list[int]]:
        z = inc(y)
        return each(lambda row: each(lambda x: add(x, add(y, z)), row), rows)

    assert table([[1], [2, 3]], 10) == [[22], [23, 24]]


@pytest.mark.parametrize(("hint", "given"), [("int", 1), ("str", "ab"), ("dict[str, int]", {}), ("set[int]", set())])
def test_only_sequences_have_items_in_order(hint: str, given: Any):
    def over(xs: Any) -> list[Any]:
        return each(lambda x: x, xs)

    over.__annotations__ = {"xs": hint, "return": list}
    with pytest.raises(EdgeMismatch, match=r"xs -> each\.items: .*takes a list, tuple or other sequence"):
        pipeline(over)(given)


def test_the_items_must_fit_the_body():
    @pipeline
    def wrong(xs: list[str]) -> list[int]:
        return each(inc, xs)  # type: ignore[arg-type]

    with pytest.raises(EdgeMismatch, match=r"item -> inc\.x: item gives str, but `x` takes int"):
        _ = wrong.plan


def test_the_result_is_a_list_of_what_the_body_gives():
    @pipeline
    def wrong(xs: list[int]) -> list[int]:
        return each(shown, xs)  # type: ignore[return-value]

    with pytest.raises(EdgeMismatch, match=r"each gives list\[str\], but wrong promises list\[int\]"):
        _ = wrong.plan


@pytest.mark.parametrize("body", [3, "inc"])
def test_a_body_must_be_something_to_call(body: Any):
    @pipeline
    def wrong(xs: list[int]) -> list[int]:
        return each(body, xs)

    @pipeline
    def swapped(xs: list[int]) -> list[int]:
        return each(xs, inc)  # type: ignore[arg-type, return-value]

    for whole in (wrong, swapped):
        with pytest.raises(
            WrongArgument, match=r"each: got .* takes a node, a pipeline or a function of the item first"
        ):
            _ = whole.plan


def test_a_body_with_more_inputs_says_which_is_missing():
    @pipeline
    def wrong(xs: list[int]) -> list[int]:
        return each(add, xs)  # type: ignore[arg-type]

    with pytest.raises(MissingInput, match="add: the input `y: int` is missing"):
        _ = wrong.plan


def test_an_unused_node_in_a_body_is_named_with_the_body():
    def body(x: int) -> int:
        inc(x)
        return inc(x)

    @pipeline
    def wrong(xs: list[int]) -> list[int]:
        return each(body, xs)

    with pytest.raises(UnusedNode, match="wrong/each: nothing uses the result of `inc`"):
        _ = wrong.plan


# -- loop -----------------------------------------------------------------------------------------------------


def test_a_loop_goes_on_until_the_condition_holds_of_the_new_state():
    @pipeline
    def counted(x: int, step: int) -> int:
        return loop(lambda state: add(state, step), x, until=lambda state: big(add(state, step)), limit=20)

    assert counted(0, 3) == 9


def test_a_loop_runs_its_body_at_least_once():
    @pipeline
    def once(x: int) -> int:
        return loop(inc, x, until=big, limit=1)

    assert once(100) == 101


def test_the_state_keeps_its_type():
    @pipeline
    def wrong(x: int) -> Any:
        return loop(shown, x, until=big, limit=3)  # type: ignore[arg-type, misc]

    with pytest.raises(EdgeMismatch, match=r"shown -> loop\.state: shown gives str, but `state` takes int"):
        _ = wrong.plan


def test_the_condition_must_be_a_bool():
    @pipeline
    def wrong(x: int) -> int:
        return loop(inc, x, until=inc, limit=3)

    with pytest.raises(EdgeMismatch, match=r"inc#2 -> loop\.until: inc#2 gives int, but `until` takes bool"):
        _ = wrong.plan


@pytest.mark.parametrize("limit", [0, -1, 2.5, True, "three"])
def test_the_limit_is_a_number_of_runs(limit: Any):
    @pipeline
    def wrong(x: int) -> int:
        return loop(inc, x, until=big, limit=limit)

    with pytest.raises(
        WrongArgument, match=r"loop, limit: got .* takes a number of runs, 1 or more, fixed in the graph"
    ):
        _ = wrong.plan


def test_the_limit_cannot_be_a_value_of_the_graph():
    @pipeline
    def wrong(x: int) -> int:
        return loop(inc, x, until=big, limit=x)

    with pytest.raises(WrongArgument, match="loop, limit"):
        _ = wrong.plan


# -- all together ---------------------------------------------------------------------------------------------


def test_all_shapes_nest_in_each_other_with_effects_and_closures():
    @pipeline
    def mixed(xs: list[int], y: int) -> list[int]:
        def body(x: int) -> int:
            a = when(big(x), lambda: send(add(x, y)), inc(x))
            b = loop(lambda state: add(state, y), a, until=big, limit=50)
            return switch(b, {11: inc(b), 12: add(b, y)}, fallback(boom(b), lambda: add(b, a)))

        return each(body, xs)

    assert mixed([1, 20, 3], 3) == [12, 49, 17]
    assert done == [23]


def test_approve_asks_and_hands_the_value_on():
    asked = []

    def yes(value: Any, question: str) -> bool:
        asked.append((value, question))
        return True

    @pipeline
    def careful(x: int) -> int:
        return inc(approve(x, "really?"))

    assert careful.using(approver=yes)(1) == 2
    assert asked == [(1, "really?")]


def test_shapes_work_only_in_a_pipeline():
    for shape in (lambda: each(inc, [1]), lambda: loop(inc, 1, until=big, limit=2)):
        with pytest.raises(OutsidePipeline, match="works only inside a function decorated with @pipeline"):
            shape()
