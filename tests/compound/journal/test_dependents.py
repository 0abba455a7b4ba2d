"""Which node runs rest on a node, and which do not."""

from __future__ import annotations

from typing import Any

import pytest

from compound import each, fallback, loop, node, pipeline, when
from compound.graph.pipeline import Pipeline
from compound.journal.going_on.dependents import independent_of
from compound.journal.reading.paths import covers, place_of


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


@node
def even(x: int) -> bool:
    return x % 2 == 0


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


@pipeline
def twice(x: int) -> int:
    return inc.named("second")(inc.named("first")(x))


@pipeline
def fork(x: int) -> int:
    left = inc.named("left")(x)
    right = inc.named("right")(x)
    return add(left, right)


@pipeline
def nested(x: int) -> int:
    return add(twice(x), inc(x))


@pipeline
def items(numbers: list[int], x: int) -> int:
    outer = inc.named("outer")(x)
    return inc.named("last")(
        total(each(lambda n: add(inc.named("own")(n), inc.named("around")(outer)), numbers)),
    )


ITEMS = ["outer", *(f"each[{n}]/{step}" for n in range(3) for step in ("own", "around", "add")), "total", "last"]


@pipeline
def turns(x: int) -> int:
    start = inc.named("start")(x)
    return inc.named("last")(
        loop(lambda n: add(inc.named("step")(n), inc.named("same")(start)), x, until=lambda n: even(n), limit=9)
    )


TURNS = ["start", *(f"loop[{n}]/{step}" for n in range(3) for step in ("step", "same", "add", "even")), "last"]


@pipeline
def branch(x: int) -> int:
    return inc.named("last")(when(even(x), lambda: inc.named("yes")(x), lambda: inc.named("no")(x)))


@pipeline
def careful(x: int) -> int:
    return fallback(inc.named("first")(x), lambda: inc.named("second")(x))


def depend(node: str, on: Pipeline[..., Any], *ran: str) -> set[str]:
    return set(ran) - independent_of(node, on.plan, ran)


@pytest.mark.parametrize(
    ("node", "dependents"), [("left", {"left", "add"}), ("right", {"right", "add"}), ("add", {"add"})]
)
def test_a_node_and_all_that_follows_it(node: str, dependents: set[str]) -> None:
    assert depend(node, fork, "left", "right", "add") == dependents


def test_a_nested_pipeline_is_all_its_nodes() -> None:
    assert depend("twice", nested, "twice/first", "twice/second", "inc", "add") == {
        "twice/first",
        "twice/second",
        "add",
    }


def test_in_a_body_all_items_depend_on_a_node() -> None:
    assert depend("each/own", items, *ITEMS) == {
        *(f"each[{n}]/{step}" for n in range(3) for step in ("own", "add")),
        "total",
        "last",
    }


def test_of_a_single_item_only_that_item_and_what_follows_the_each() -> None:
    assert depend("each[1]/own", items, *ITEMS) == {"each[1]/own", "each[1]/add", "total", "last"}
    assert depend("each[1]", items, *ITEMS) == {
        "each[1]/own",
        "each[1]/around",
        "each[1]/add",
        "total",
        "last",
    }


def test_what_a_body_uses_from_around_it() -> None:
    assert depend("outer", items, *ITEMS) == {
        "outer",
        *(f"each[{n}]/{step}" for n in range(3) for step in ("around", "add")),
        "total",
        "last",
    }


def test_a_turn_depends_on_those_before() -> None:
    assert depend("loop[1]/step", turns, *TURNS) == {
        "loop[1]/step",
        "loop[1]/add",
        "loop[1]/even",
        "loop[2]/step",
        "loop[2]/add",
        "loop[2]/even",
        "last",
    }


def test_only_the_end_of_a_loop_depends_on_when_it_stops() -> None:
    assert depend("loop[1]/even", turns, *TURNS) == {"loop[1]/even", "last"}


def test_the_result_of_a_branch_depends_on_what_chose_it_and_what_is_in_it_does_not() -> None:
    assert depend("even", branch, "even", "yes", "last") == {"even", "last"}
    assert depend("yes", branch, "even", "yes", "last") == {"yes", "last"}


def test_a_fallback_does_not_depend_on_what_failed() -> None:
    assert depend("first", careful, "first", "second") == {"first"}


@pytest.mark.parametrize(
    ("name", "path", "meant"),
    [
        ("each/read", "each[3]/read", True),
        ("each[3]/read", "each[3]/read", True),
        ("each[3]/read", "each[13]/read", False),
        ("each[3]", "each[3]/read", True),
        ("each", "each#2[3]/read", False),
        ("read", "each[3]/read", False),
        ("each/read/more", "each[3]/read", False),
        ("a/b", "a[1]/b[2]/c", True),
        ("a/b[2]", "a[1]/b[2]/c", True),
        ("read", "read#2", False),
    ],
)
def test_what_a_name_means(name: str, path: str, meant: bool) -> None:
    assert covers(name, path) is meant


def test_the_place_of_a_path() -> None:
    assert place_of("each[3]/inner/loop#2[0]/read") == "each/inner/loop#2/read"
