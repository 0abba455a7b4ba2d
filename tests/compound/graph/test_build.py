"""`build` makes an object out of values of the graph; it is a node like any other."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from typing import Any, Generic, NamedTuple, NotRequired, TypedDict, TypeVar

import pytest
from pydantic import BaseModel, Field

from compound import build, node, pipeline
from compound.errors import EdgeMismatch, MissingInput, UnknownInput, UnusedNode, WrongArgument

T = TypeVar("T")


class Model(BaseModel):
    a: int
    b: list[int] = Field(default_factory=list)


class Aliased(BaseModel):
    a: int = Field(alias="from")
    b: int = Field(0, alias="bee")


class Boxed(BaseModel, Generic[T]):
    value: T


class Pair(NamedTuple):
    a: int
    b: str = "b"


class Keyed(TypedDict):
    a: int
    b: NotRequired[str]


@dataclass(frozen=True)
class Data:
    a: int
    b: str = field(default="b", kw_only=True)


@node
def inc(x: int) -> int:
    return x + 1


@node
def shown(x: int) -> str:
    return str(x)


def test_models_dataclasses_named_tuples_and_typed_dicts_are_built():
    @pipeline
    def built(x: int) -> tuple[Model, Data, Pair, Keyed, Boxed[int]]:
        y = inc(x)
        return (
            build(Model, a=y, b=[x, y]),
            build(Data, y),
            build(Pair, y),
            build(Keyed, a=y),
            build(Boxed[int], value=y),
        )

    assert built(1) == (Model(a=2, b=[1, 2]), Data(2), Pair(2), {"a": 2}, Boxed[int](value=2))


def test_its_name_is_that_of_the_class():
    @pipeline
    def built(x: int) -> Model:
        return build(Model, a=x)

    assert list(built.run(1).outputs) == ["build Model"]


def test_fields_of_what_is_built_are_projected():
    @pipeline
    def again(x: int) -> Model:
        first = build(Model, a=x)
        return build(Model, a=inc(first.a), b=first.b)

    assert again(1) == Model(a=2)


def test_aliases_are_the_names_of_the_inputs():
    @pipeline
    def built(x: int) -> Aliased:
        return build(Aliased, bee=inc(x), **{"from": x})

    @pipeline
    def wrong(x: int) -> Aliased:
        return build(Aliased, bee=shown(x), **{"from": x})

    assert built(1).b == 2
    with pytest.raises(EdgeMismatch, match=r"shown -> build Aliased\.bee: shown gives str, but `bee` takes int"):
        _ = wrong.plan


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"a": shown}, EdgeMismatch, r"shown -> build Model\.a: shown gives str, but `a` takes int"),
        ({}, MissingInput, "build Model: the input `a: int` is missing"),
        ({"a": inc, "c": inc}, UnknownInput, "build Model: there is no input called `c`. Its inputs are: `a`, `b`"),
    ],
)
def test_fields_are_checked_like_edges(fields: dict[str, Any], error: type[Exception], words: str):
    @pipeline
    def wrong(x: int) -> Model:
        return build(Model, **{name: make(x) for name, make in fields.items()})

    with pytest.raises(error, match=words):
        _ = wrong.plan


def test_what_is_built_for_nothing_is_named():
    @pipeline
    def wrong(x: int) -> int:
        build(Model, a=inc(x))
        return x

    with pytest.raises(UnusedNode) as caught:
        _ = wrong.plan
    assert caught.value.nodes == ("build Model",)


class Plain:
    def __init__(self, a: int) -> None:
        self.a = a


@pytest.mark.parametrize("thing", [Plain, inc.__wrapped__, int])
def test_anything_without_declared_fields_is_refused(thing: Any):
    @pipeline
    def wrong(x: int) -> object:
        return build(thing, x)

    with pytest.raises(WrongArgument, match=r"build: got .* a NamedTuple or a TypedDict; make anything else in a node"):
        _ = wrong.plan


def test_a_field_that_only_the_constructor_takes_is_passed_on():
    @dataclass
    class Summed:
        a: int
        more: InitVar[int] = 0

        def __post_init__(self, more: int) -> None:
            self.a += more

    @pipeline
    def built(x: int) -> Summed:
        return build(Summed, a=x, more=inc(x))

    assert built(1).a == 3
