"""What the serialised form says of each step: what it does, and where its inputs come from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compound import each, fallback, loop, node, pipeline, switch, when
from compound.graph.pipeline import Pipeline
from compound.journal.reading.wiring import places
from tests.compound.journal.garden import double, slow


@node
def add(*numbers: int) -> int:
    return sum(numbers)


@node
def even(x: int) -> bool:
    return x % 2 == 0


@node
def halves(x: int) -> tuple[int, int]:
    return x // 2, x - x // 2


@pipeline
def plain(x: int) -> int:
    return add(double(x), halves(x)[1], 3)


@pipeline
def bodies(numbers: list[int], x: int) -> list[int]:
    start = double(x)
    return each(lambda n: add(n, start, 7, loop(lambda m: slow(m), n, until=lambda m: even(m), limit=3)), numbers)


@pipeline
def shapes(x: int) -> list[int]:
    one = when(even(x), lambda: double(x), lambda: slow(x))
    other = switch(x, {1: double(x)}, default=slow(x))
    return [one, other, fallback(double(x), lambda: slow(x))]


def sources(of: Pipeline[..., Any], path: str) -> dict[str, str]:
    return places(json.dumps(of.spec()))[path].sources()


@pytest.mark.parametrize(
    ("of", "path", "told"),
    [
        (plain, "double", {"x": "input x"}),
        (plain, "add", {"numbers[0]": "double", "numbers[1]": "halves[1]", "numbers[2]": "3"}),
        (bodies, "each", {"each": "input numbers"}),
        (
            bodies,
            "each/add",
            {
                "numbers[0]": "item of input numbers",
                "numbers[1]": "double",
                "numbers[2]": "7",
                "numbers[3]": "each/loop",
            },
        ),
        (bodies, "each/loop", {"loop": "item of input numbers"}),
        (bodies, "each/loop/slow", {"x": "state of item of input numbers"}),
        (shapes, "when", {"condition": "even", "then": "double", "otherwise": "slow"}),
        (shapes, "switch", {"value": "input x", "case 1": "double#2", "default": "slow#2"}),
        (shapes, "fallback", {"primary": "double#3", "fallback": "slow#3"}),
        (shapes, "list", {"0": "when", "1": "switch", "2": "fallback"}),
    ],
)
def test_where_inputs_come_from(of: Pipeline[..., Any], path: str, told: dict[str, str]) -> None:
    assert sources(of, path) == told


def test_steps_that_do_the_same_do_the_same_work() -> None:
    found = places(json.dumps(shapes.spec()))
    assert found["double"].work == found["double#2"].work != found["slow"].work
    assert found["when"].kind == "when"
    assert found["double"].kind.endswith(":double")


def test_of_a_graph_without_a_form_nothing_is_said() -> None:
    assert places(None) == {}
