"""Functions as nodes: annotations are the ports, and a call outside of a pipeline runs the function."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from compound import node, pipeline
from compound.errors import (
    ConstantMismatch,
    DefaultMismatch,
    DoubledInput,
    InvalidAnnotation,
    InvalidNode,
    MissingAnnotation,
    MissingInput,
    MutableDefault,
    OutputMismatch,
    UnknownInput,
    UnresolvedAnnotation,
    UnsupportedParameter,
)


@node
def inc(x: int) -> int:
    """One more."""
    return x + 1


def test_a_node_still_is_its_function_outside_of_a_pipeline():
    assert inc(2) == 3
    assert inc(x=2) == 3
    assert inc.__doc__ == "One more."
    assert inc.__wrapped__(2) == 3


def test_a_node_says_what_it_takes_and_gives():
    @node
    def read(page: str, *more: int, dpi: int = 200) -> list[str]:
        return [page] * dpi

    assert repr(inc) == "<node inc(x: int) -> int>"
    assert str(read.signature) == "(page: str, *more: int, dpi: int = 200) -> list[str]"


def test_keyword_only_ports_are_shown_as_such():
    @node
    def scaled(x: float, *, by: float) -> float:
        return x * by

    assert str(scaled.signature) == "(x: float, *, by: float) -> float"


def test_inputs_and_output_are_checked_outside_of_a_pipeline_too():
    @node
    def wrong(x: int) -> int:
        return str(x)  # type: ignore[return-value]

    with pytest.raises(ConstantMismatch, match=r"inc\.x: got 'a' \(str\), but `x` takes int"):
        inc("a")  # type: ignore[arg-type]
    with pytest.raises(OutputMismatch, match="wrong promises int but returned '1'"):
        wrong(1)


# -- arguments bind by kind -----------------------------------------------------------------------------------


def test_a_missing_input_is_named_with_the_signature():
    with pytest.raises(MissingInput, match=r"inc: the input `x: int` is missing.*inc\(x: int\) -> int"):
        inc()  # type: ignore[call-arg]


def test_a_doubled_input_is_named():
    with pytest.raises(DoubledInput, match="inc: the input `x` is given twice, by position and by name"):
        inc(1, x=2)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("call", "words"),
    [(lambda: inc(1, y=2), "no input called `y`"), (lambda: inc(1, 2), "no input at position 2")],
)
def test_an_unknown_input_is_answered_with_those_there_are(call: Callable[[], Any], words: str):
    with pytest.raises(UnknownInput, match=words) as caught:
        call()
    assert caught.value.known == ("x",)


def test_keyword_only_stays_keyword_only():
    @node
    def scaled(x: int, *, by: int = 2) -> int:
        return x * by

    assert scaled(3, by=3) == 9
    with pytest.raises(UnknownInput):
        scaled(3, 3)  # type: ignore[call-arg, misc]


def test_a_starred_parameter_is_one_port_of_many():
    @node
    def total(first: int, *more: int) -> int:
        return first + sum(more)

    assert total(1, 2, 3) == 6
    assert [port.many for port in total.signature.inputs] == [False, True]


def test_double_starred_parameters_are_refused():
    @node
    def loose(**options: int) -> int:
        return len(options)

    with pytest.raises(UnsupportedParameter, match=r"loose: parameter `options` .* name each one"):
        loose(a=1)


# -- defaults -------------------------------------------------------------------------------------------------


class Mutable:
    def __eq__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize("default", [[], {}, set(), bytearray(), ([],), Mutable()])
def test_defaults_that_can_change_are_refused(default: Any):
    @node
    def kept(x: object = default) -> int:
        return 1

    with pytest.raises(MutableDefault, match=r"the default of `x`.*all runs would share"):
        kept()


def test_a_default_that_does_not_fit_its_own_type_is_refused():
    @node
    def wide(x: int, radius: float = "8") -> int:  # type: ignore[assignment]
        return x

    with pytest.raises(DefaultMismatch, match=r"wide: the default of `radius` must be float: got '8' \(str\)"):
        wide(1)


def test_a_default_of_none_wants_an_optional_type():
    @node
    def maybe(x: int = None) -> int:  # type: ignore[assignment]  # noqa: RUF013 - the mistake that is meant
        return x

    with pytest.raises(DefaultMismatch, match=r"write `x: int \| None = None`"):
        maybe()


# -- annotations ----------------------------------------------------------------------------------------------


def test_a_parameter_without_a_type_is_refused():
    @node
    def loose(x):  # type: ignore[no-untyped-def]
        return x

    with pytest.raises(MissingAnnotation, match=r"loose: parameter `x` has no type.*write `x: Type`"):
        loose(1)


def test_a_result_without_a_type_is_refused():
    @node
    def silent(x: int):  # type: ignore[no-untyped-def]
        return x

    with pytest.raises(MissingAnnotation, match=r"silent: its result has no type.*write `-> Type`"):
        silent(1)


def test_types_local_to_a_function_are_found_though_annotations_are_strings():
    class Local(BaseModel):
        a: int

    @node
    def same(x: Local) -> Local:
        return x

    assert same(Local(a=1)) == Local(a=1)
    assert same.signature.output.hint is Local


def test_types_of_enclosing_functions_and_classes_are_found_too():
    class Outer(BaseModel):
        a: int

    class Tools:
        class Inner(BaseModel):
            b: int

        @node
        def both(self, x: Inner, y: Outer) -> int:
            return x.b + y.a

    def declare() -> Any:
        @node
        def deep(x: Outer) -> int:
            return x.a

        return deep

    assert declare()(Outer(a=2)) == 2
    assert Tools().both(Tools.Inner(b=1), Outer(a=2)) == 3


def test_an_annotation_that_cannot_be_found_is_named():
    @node
    def lost(x: Nowhere) -> int:  # type: ignore[name-defined]  # noqa: F821
        return 1

    with pytest.raises(UnresolvedAnnotation, match="lost: the annotation `Nowhere` is not defined where the node"):
        lost(1)


@pytest.mark.parametrize("annotation", ["int[", "(int, str)", "3", "[int]", "int.nothing"])
def test_an_annotation_that_is_no_type_is_named(annotation: str):
    def odd(x: int) -> int:
        return x

    odd.__annotations__["x"] = annotation
    with pytest.raises(InvalidAnnotation, match=r"odd: the annotation of `x`, .*, is not a type: write a class"):
        node(odd)(1)


def test_an_annotation_that_is_an_object_is_no_type():
    def odd(x: int) -> int:
        return x

    odd.__annotations__ = {"x": (int, str), "return": int}
    with pytest.raises(InvalidAnnotation):
        node(odd)(1)


# -- async and generators -------------------------------------------------------------------------------------


def test_outside_of_a_pipeline_an_async_node_gives_a_coroutine():
    @node
    async def fetch(x: int) -> str:
        return str(x)

    assert inspect.iscoroutine(coroutine := fetch(1))
    assert asyncio.run(coroutine) == "1"  # type: ignore[arg-type]
    assert asyncio.run(fetch.start(2)) == "2"


def test_in_a_pipeline_the_result_of_an_async_node_is_passed_on_as_the_value():
    @node
    async def fetch(x: int) -> str:
        return str(x)

    @node
    def length(text: str) -> int:
        return len(text)

    @pipeline
    def measured(x: int) -> int:
        return length(fetch(x))

    assert measured(123) == 3


def test_a_generator_delivers_what_it_returns_or_else_the_list_of_what_it_yields():
    @node
    def told(x: int) -> Generator[str, None, int]:
        yield "…"
        return x

    @node
    def counted(x: int) -> Iterator[int]:
        yield from range(x)

    @node
    async def awaited(x: int) -> AsyncIterator[int]:
        for i in range(x):
            yield i

    assert told(3) == 3
    assert counted(3) == [0, 1, 2]
    assert asyncio.run(awaited.start(3)) == [0, 1, 2]
    assert [n.signature.output.hint for n in (told, counted, awaited)] == [int, list[int], list[int]]


def test_a_generator_whose_annotation_says_otherwise_is_refused():
    @node
    def told(x: int) -> int:  # type: ignore[misc]
        yield x

    with pytest.raises(InvalidAnnotation, match=r"the annotation of the result, `int`.*write Iterator\[Item\]"):
        told(1)


# -- what else can be called ----------------------------------------------------------------------------------


class Scale:
    def __init__(self, by: int) -> None:
        self.by = by

    @node
    def times(self, x: int) -> int:
        return x * self.by

    @staticmethod
    @node
    def outer_static(x: int) -> int:
        return x

    @node
    @staticmethod
    def inner_static(x: int) -> int:
        return x

    def __call__(self, x: int) -> int:
        return x * self.by

    def plain(self, x: int) -> int:
        return x * self.by


def test_methods_are_bound_when_they_are_read_off_an_object():
    three, four = Scale(3), Scale(4)

    @pipeline
    def both(x: int) -> int:
        return four.times(three.times(x))

    assert three.times(2) == 6
    assert both(1) == 12


def test_an_unbound_method_says_that_it_wants_an_object():
    with pytest.raises(MissingAnnotation, match=r"a method is called on an object \(`thing\.times\(…\)`\)"):
        Scale.times(2)


def test_static_methods_are_nodes_in_either_order():
    assert Scale.outer_static(2) == Scale(1).outer_static(2) == 2
    assert Scale.inner_static(2) == Scale(1).inner_static(2) == 2


def test_bound_methods_callable_objects_and_partial_functions_are_taken():
    def power(x: int, y: int) -> int:
        return x**y

    assert node(Scale(5).plain)(2) == 10
    called = node(Scale(5))
    assert (called(2), called.name) == (10, "scale")
    squared = node(functools.partial(power, y=2))
    assert (squared(3), repr(squared)) == (9, "<node power(x: int, *, y: int = 2) -> int>")


def test_nodes_made_by_exec_and_lambdas_work_without_source():
    namespace: dict[str, Any] = {"node": node}
    exec("@node\ndef twice(x: int) -> int:\n    return 2 * x", namespace)
    short = lambda x: x + 1  # noqa: E731
    short.__annotations__ = {"x": int, "return": int}

    assert namespace["twice"](2) == 4
    assert (node(short)(1), node(short).name) == (2, "lambda")


class Model(BaseModel):
    a: int


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (Model, "Model cannot be a node: it is a class; .* with `build`"),
        (inc, "inc cannot be a node: it is one already"),
        (pipeline(inc.__wrapped__), "it is a pipeline; call it in another pipeline as it is"),
        (len, "len cannot be a node: it has no annotations"),
        ("name", "it is not a function; options of a node are given by name"),
        (classmethod(inc.__wrapped__), "it is a class method"),
    ],
)
def test_what_cannot_be_a_node_is_refused_when_it_is_declared(thing: Any, words: str):
    with pytest.raises(InvalidNode, match=words):
        node(thing)


def test_a_node_can_be_given_another_name():
    assert inc.named("more").name == "more"
    assert (inc.named("more")(1), inc.name) == (2, "inc")
