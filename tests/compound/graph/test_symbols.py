"""What ordinary Python may do to the value of a graph that is being built: read declared fields, and nothing else."""

from __future__ import annotations

import copy
import functools
import math
import operator
import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Generic, NamedTuple, NotRequired, TypedDict, TypeVar

import numpy as np
import pytest
from pydantic import BaseModel

from compound import build, node, pipeline
from compound.errors import InvalidName, StraySymbol, SymbolInside, SymbolMisuse

T = TypeVar("T")


class Pair(NamedTuple):
    a: int
    b: str


class Model(BaseModel):
    a: int
    b: str = "b"

    @property
    def double(self) -> int:
        return 2 * self.a

    def triple(self) -> int:
        return 3 * self.a


@dataclass(frozen=True)
class Data:
    a: int


class Keyed(TypedDict):
    a: int
    b: NotRequired[str]


class Boxed(BaseModel, Generic[T]):
    v: T


@node
def inc(x: int) -> int:
    return x + 1


@node
def pair(x: int) -> Pair:
    return Pair(x, "b")


@node
def model(x: int) -> Model:
    return Model(a=x)


@node
def data(x: int) -> Data:
    return Data(x)


@node
def keyed(x: int) -> Keyed:
    return {"a": x}


@node
def fixed(x: int) -> tuple[int, str]:
    return x, "b"


@node
def boxed(x: int) -> Boxed[int]:
    return Boxed[int](v=x)


def traced(body: Callable[[Any], Any]) -> Any:
    """The error, if any, of tracing this with one symbolic integer."""

    @pipeline
    def whole(x: int) -> object:
        return body(x)

    return whole.plan


# -- what works -----------------------------------------------------------------------------------------------


def test_declared_fields_of_every_kind_of_record_are_projected():
    @pipeline
    def fields(x: int) -> list[int]:
        return [pair(x).a, pair(x)[0], model(x).a, data(x).a, keyed(x)["a"], fixed(x)[-2], boxed(x).v]

    assert fields(3) == [3] * 7


def test_named_tuples_and_tuples_of_fixed_length_unpack():
    @pipeline
    def unpacked(x: int) -> tuple[int, str, int, str]:
        a, b = pair(x)
        c, d = fixed(x)
        return a, b, c, d

    assert unpacked(1) == (1, "b", 1, "b")


def test_one_field_is_read_once_however_often_it_is_asked_for():
    @pipeline
    def twice(x: int) -> list[int]:
        found = model(x)
        return [found.a, found.a]

    assert list(twice.run(1).outputs) == ["model", "model.a", "list"]


def test_a_field_of_an_input_is_projected():
    @pipeline
    def read(x: Model) -> int:
        return inc(x.a)

    assert read(Model(a=1)) == 2


def test_a_field_that_is_read_for_nothing_is_no_mistake():
    @pipeline
    def read(x: int) -> str:
        _a, b = pair(x)
        return b

    assert read(1) == "b"


def test_python_loops_over_constants_unroll():
    @pipeline
    def unrolled(x: int) -> int:
        for _ in range(3):
            x = inc(x)
        return x

    assert list(unrolled.run(0).outputs) == ["inc", "inc#2", "inc#3"]


def test_its_repr_says_what_it_is():
    seen = []
    traced(lambda x: seen.append(repr(x)) or x)
    assert seen == ["<the value of `x` (int); its value exists only when the pipeline runs>"]


# -- what is refused, and what to do instead ------------------------------------------------------------------

NODE, WHEN, EACH = "Do it in a node", r"Use `when\(", r"Use `each\("
REFUSED: list[tuple[Callable[[Any], Any], str, str]] = [
    (lambda x: x + 1, r"`\+`", NODE),
    (lambda x: 1 - x, "`-`", NODE),
    (lambda x: -x, "`-`", NODE),
    (lambda x: x @ x, "`@`", NODE),
    (lambda x: divmod(x, 2), "divmod", NODE),
    (lambda x: divmod(2, x), "divmod", NODE),
    (lambda x: abs(x), r"abs\(\)", NODE),
    (lambda x: round(x), r"round\(\)", NODE),
    (lambda x: math.floor(x), r"floor\(\)", NODE),
    (lambda x: math.trunc(x), r"trunc\(\)", NODE),
    (lambda x: int(x), r"int\(\)", NODE),
    (lambda x: range(x), "counting or indexing", NODE),
    (lambda x: x == 1, "`==`", "Compare in a node"),
    (lambda x: x < 1, "`<`", "Compare in a node"),
    (lambda x: 1 in x, "`in`", NODE),
    (lambda x: bool(x), "truth", WHEN),
    (lambda x: not x, "truth", WHEN),
    (lambda x: x and 1, "truth", WHEN),
    (lambda x: isinstance(x, int), "isinstance", WHEN),
    (lambda x: len(x), r"len\(\)", "Count in a node"),
    (lambda x: [item for item in x], "iteration", EACH),  # noqa: C416
    (lambda x: [*x], "iteration", EACH),
    (lambda x: next(x), r"next\(\)", EACH),
    (lambda x: reversed(x), r"reversed\(\)", EACH),
    (lambda x: f"{x}", "f-string", "Build text in a node"),
    (lambda x: str(x), r"str\(\)", "Build text in a node"),
    (lambda x: f"{x!s}", r"str\(\)", "Build text in a node"),
    (lambda x: {x: 1}, "hashing", "Keep it in a list"),
    (lambda x: {x}, "hashing", "Keep it in a list"),
    (lambda x: x(), "a call", NODE),
    (lambda x: os.fspath(x), "as a path", NODE),
    (lambda x: np.array(x), "making an array", "in a node"),
    (lambda x: np.array([x]), "making an array", "in a node"),
    (lambda x: copy.copy(x), "copying", "Values are immutable"),
    (lambda x: setattr(x, "a", 1), r"setting `\.a`", NODE),
    (lambda x: delattr(x, "a"), "deleting a field", NODE),
    (lambda x: operator.setitem(x, 0, 1), "setting an item", NODE),
    (lambda x: x.real, r"reading `\.real`", "`real` is a method or property of int; call it in a node"),
    (lambda x: x[0], "taking item 0", "Only tuples of known length"),
]


@pytest.mark.parametrize(("misuse", "operation", "mend"), REFUSED)
def test_everything_else_says_what_to_use(misuse: Callable[[Any], Any], operation: str, mend: str):
    with pytest.raises(SymbolMisuse, match=rf"{operation}.*the value of `x` \(int\).*{mend}"):
        traced(misuse)


def test_a_misspelt_field_is_answered_with_the_nearest_one():
    with pytest.raises(SymbolMisuse, match=r"reading `\.aa`.*Did you mean `\.a`\? Its declared fields are a, b"):
        traced(lambda x: model(x).aa)


@pytest.mark.parametrize("name", ["double", "triple"])
def test_properties_and_methods_are_not_fields(name: str):
    with pytest.raises(SymbolMisuse, match=f"`{name}` is a method or property of Model; call it in a node"):
        traced(lambda x: getattr(model(x), name))


def test_a_key_that_may_be_missing_is_not_a_field():
    with pytest.raises(SymbolMisuse, match="taking item 'b'"):
        traced(lambda x: keyed(x)["b"])


def test_an_index_out_of_a_fixed_tuple_is_refused():
    with pytest.raises(SymbolMisuse, match="taking item 2"):
        traced(lambda x: fixed(x)[2])


# -- symbols in other objects ---------------------------------------------------------------------------------


@node
def anything(x: object) -> int:
    return 1


def test_lists_tuples_and_dicts_with_symbols_become_steps():
    @node
    def total(parts: dict[str, list[int]], more: tuple[int, int]) -> int:
        return sum(parts["a"]) + sum(more)

    @pipeline
    def summed(x: int) -> int:
        return total({"a": [x, inc(x), 3]}, (x, 1))

    assert summed(1) == 8
    assert list(summed.run(1).outputs) == ["inc", "list", "dict", "tuple", "total"]


class Slotted:
    __slots__ = ("a",)

    def __init__(self, a: Any) -> None:
        self.a = a


HIDDEN: list[Callable[[Any], Any]] = [
    lambda x: Data(x),
    lambda x: Pair(x, "b"),
    lambda x: Model.model_construct(a=x),
    lambda x: SimpleNamespace(deep=[{"er": x}]),
    lambda x: Slotted(x),
    lambda x: deque([x]),
    lambda x: [Data(x)],
]


@pytest.mark.parametrize("hide", HIDDEN)
def test_a_symbol_hidden_in_an_object_is_refused_with_a_word_on_build(hide: Callable[[Any], Any]):
    with pytest.raises(SymbolInside, match=r"anything\.x|list\.item") as caught:
        traced(lambda x: anything(hide(x)))
    assert "`build(" in str(caught.value)


def test_a_model_made_with_a_symbol_is_refused_with_a_word_on_build():
    with pytest.raises(SymbolInside, match=r"Make it a node of the graph: `build\(Model, …\)`"):
        traced(lambda x: anything(Model(a=x)))


@pytest.mark.parametrize("hide", [lambda x: lambda: x, lambda x: functools.partial(abs, x), lambda x: lambda a=x: a])
def test_a_function_that_carries_a_symbol_is_refused(hide: Callable[[Any], Any]):
    with pytest.raises(SymbolInside, match="pass the value as an input of its own"):
        traced(lambda x: anything(hide(x)))


def test_a_wrong_validation_that_has_nothing_to_do_with_symbols_is_left_as_it_is():
    with pytest.raises(ValueError, match="valid integer"):
        traced(lambda x: anything(Model(a="many")))  # type: ignore[arg-type]


# -- symbols in the wrong place -------------------------------------------------------------------------------


def leaked() -> Any:
    kept: list[Any] = []

    @pipeline
    def leaking(x: int) -> Model:
        kept.append(model(x))
        return kept[0]  # type: ignore[no-any-return]

    _ = leaking.plan
    return kept[0], leaking


def test_a_value_of_another_pipeline_is_refused():
    stray, _ = leaked()
    with pytest.raises(StraySymbol, match=r"whole: the value of `model` \(Model\) belongs to another pipeline"):
        traced(lambda x: stray)


def test_a_value_is_refused_outside_of_any_pipeline():
    stray, _ = leaked()
    with pytest.raises(StraySymbol, match="anything: the value of `model`"):
        anything(stray)


def test_a_graph_that_was_built_cannot_be_changed_any_more():
    stray, leaking = leaked()
    steps = list(leaking.plan.steps)
    with pytest.raises(StraySymbol):
        _ = stray.a
    with pytest.raises(StraySymbol):
        stray.named("other")
    assert leaking.plan.steps == steps
    assert list(leaking.run(1).outputs) == ["model"]


def test_only_results_of_nodes_can_be_named():
    with pytest.raises(InvalidName, match="it would name an input or a constant"):
        traced(lambda x: x.named("first"))
    with pytest.raises(InvalidName, match="it would name a field"):
        traced(lambda x: model(x).a.named("first"))


# -- build ----------------------------------------------------------------------------------------------------


def test_build_outside_of_a_pipeline_makes_the_object():
    assert build(Model, a=1) == Model(a=1)
