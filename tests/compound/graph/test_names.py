"""Ids of steps: the name of the node, `name#2` on repeats, `outer/inner` when nested, or what the user says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from compound import node, pipeline
from compound.errors import DuplicateName, InvalidName


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


def ids(whole: Any) -> list[str]:
    return list(whole.run(1).outputs)


def test_repeats_are_counted():
    @pipeline
    def three(x: int) -> int:
        return inc(inc(inc(x)))

    assert ids(three) == ["inc", "inc#2", "inc#3"]


def test_a_result_can_be_named():
    @pipeline
    def named(x: int) -> int:
        return add(inc(x).named("more"), inc(x))  # type: ignore[attr-defined]

    assert ids(named) == ["more", "inc", "add"]


def test_a_node_can_be_named_before_it_is_called_which_type_checkers_follow():
    @pipeline
    def named(x: int) -> int:
        return add(inc.named("more")(x), inc.named("more")(x))

    assert ids(named) == ["more", "more#2", "add"]


def test_names_are_unique():
    @pipeline
    def doubled(x: int) -> int:
        return add(inc(x).named("more"), inc(x).named("more"))  # type: ignore[attr-defined]

    with pytest.raises(DuplicateName, match="doubled: two nodes would be called 'more'"):
        _ = doubled.plan


def test_a_name_may_be_the_one_of_a_later_node():
    @pipeline
    def first_come(x: int) -> int:
        return add(inc(x).named("add"), x)  # type: ignore[attr-defined]

    assert ids(first_come) == ["add", "add#2"]


def _typed(function: Any) -> Any:
    function.__annotations__ = {"x": int, "return": int}
    return function


@pytest.mark.parametrize("name", ["a#2", "a/b", ""])
@pytest.mark.parametrize(
    "give",
    [
        lambda name: pipeline(_typed(lambda x: inc(x).named(name))).plan,  # type: ignore[attr-defined]
        lambda name: inc.named(name),
        lambda name: pipeline(name=name)(inc.__wrapped__),
    ],
)
def test_signs_of_counting_and_nesting_are_reserved(name: str, give: Callable[[str], Any]):
    with pytest.raises(InvalidName, match="`#` counts repeats and `/` marks nesting"):
        give(name)


def test_nested_steps_stand_under_the_name_of_their_pipeline():
    @pipeline
    def inner(x: int) -> int:
        return add(inc(x), inc(x).named("other"))  # type: ignore[attr-defined]

    @pipeline
    def outer(x: int) -> int:
        return add(inner(x), inner.named("again")(inner(x)))

    assert ids(outer) == [
        "inner/inc", "inner/other", "inner/add",
        "inner#2/inc", "inner#2/other", "inner#2/add",
        "again/inc", "again/other", "again/add",
        "add",
    ]  # fmt: skip
