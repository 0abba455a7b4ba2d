"""`is` and `match` on a symbolic value take one branch for ever without asking it; they are found in the source."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel

from compound import Node, each, node, pipeline, when
from compound.errors import PythonBranch


class Model(BaseModel):
    a: int | None = None


class Times(Node):
    by: int = 2

    def run(self, x: int) -> int:
        return x * self.by


@node
def inc(x: int) -> int:
    return x + 1


@node
def both(x: int) -> tuple[int, int]:
    return x, x


tools = SimpleNamespace(inc=inc)


def of_a_parameter(x: int) -> object:
    return 0 if x is None else x


def of_a_result(x: int) -> object:
    y = inc(x)
    return 0 if y is not None else y


def of_an_annotated_result(x: int) -> object:
    y: int = inc(x)
    return 0 if y is None else y


def of_a_call(x: int) -> object:
    return 0 if inc(x) is None else x


def of_a_walrus(x: int) -> object:
    return 0 if (y := inc(x)) is None else y


def of_an_unpacked_value(x: int) -> object:
    a, b = both(x)
    return a if b is None else b


def of_a_field(x: Model) -> object:
    return 0 if x.a is None else x.a


def of_a_node_in_a_namespace(x: int) -> object:
    y = tools.inc(x)
    return 0 if y is None else y


def of_a_class_node(x: int) -> object:
    y = Times(by=2)(x)
    return 0 if y is None else y


def of_a_node_in_a_variable(x: int) -> object:
    times = Times(by=2)
    y = times(x)
    return 0 if y is None else y


def of_true(x: bool) -> object:
    return 1 if x is True else 2


def in_a_loop(x: int) -> object:
    for _ in range(3):
        if x is None:
            return x
        x = inc(x)
    return x


def of_an_item(x: list[int]) -> object:
    return each(lambda item: 0 if item is None else item, x)


def in_a_branch(x: int) -> object:
    return when(True, lambda: 0 if x is None else x, x)


def in_a_match(x: int) -> object:
    match x:
        case None:
            return 0
        case _:
            return x


WRONG = [
    of_a_parameter, of_a_result, of_an_annotated_result, of_a_call, of_a_walrus, of_an_unpacked_value, of_a_field,
    of_a_node_in_a_namespace, of_a_class_node, of_a_node_in_a_variable, of_true, in_a_loop, of_an_item, in_a_branch,
    in_a_match,
]  # fmt: skip


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_a_test_of_a_symbolic_value_is_refused_with_its_line_and_a_word_on_when(function: Any):
    with pytest.raises(PythonBranch, match=r"Use `when\(condition, then, otherwise\)`") as caught:
        _ = pipeline(function).plan
    error = caught.value
    assert error.file == __file__
    assert error.code in Path(__file__).read_text().splitlines()[error.line - 1]


def test_a_body_that_is_a_function_of_its_own_is_looked_at_too():
    def body(item: int) -> int:
        return 0 if item is None else item

    @pipeline
    def whole(x: list[int]) -> list[int]:
        return each(body, x)

    with pytest.raises(PythonBranch, match="`item is None`"):
        _ = whole.plan


def test_a_branch_that_closes_over_a_symbol_is_looked_at_too():
    @pipeline
    def whole(x: int) -> int:
        def branch() -> int:
            return 0 if x is None else x

        return when(True, branch, x)

    with pytest.raises(PythonBranch, match="`x is None`"):
        _ = whole.plan


# -- what is ordinary Python about the graph, and allowed -----------------------------------------------------


def of_a_constant(x: int) -> object:
    flag = None
    return inc(x) if flag is None else x


def of_a_variable_that_is_filled_in(x: int) -> object:
    y = None
    if y is None:
        y = inc(x)
    return y


def of_a_variable_of_a_loop(x: int) -> object:
    last = None
    for _ in range(3):
        last = inc(x) if last is None else inc(last)
    return last


def of_a_variable_after_a_branch(x: int) -> object:
    y = inc(x)
    if 2 > 1:
        y = None  # type: ignore[assignment]
    return x if y is None else y


def of_a_comprehension(x: int) -> object:
    return [inc(x) for x in (1, None, 2) if x is not None]


def of_a_helper(x: int) -> object:
    def helper(y: int) -> int | None:
        return None

    return x if helper(x) is None else 0


def of_a_key(x: int) -> object:
    return sorted([1, None], key=lambda x: x is None) and x


RIGHT = [
    of_a_constant, of_a_variable_of_a_loop, of_a_variable_that_is_filled_in, of_a_comprehension, of_a_helper, of_a_key,
]  # fmt: skip


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_a_test_of_what_is_known_at_build_is_allowed(function: Any):
    assert pipeline(function)(1) is not None


def test_without_source_there_is_nothing_to_look_at():
    namespace: dict[str, Any] = {"pipeline": pipeline}
    exec("@pipeline\ndef whole(x: int) -> int:\n    return 0 if x is None else x", namespace)
    assert namespace["whole"](3) == 3
