"""Edges, constants, defaults and inputs are checked when the graph is built, and the one to blame is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

import pytest
from annotated_types import Gt
from pydantic import BaseModel

from compound import Image, node, pipeline
from compound.errors import (
    ConstantMismatch,
    DefaultMismatch,
    DoubledInput,
    EdgeMismatch,
    InputMismatch,
    InvalidPipeline,
    MissingInput,
    MutableDefault,
    ResultMismatch,
    UnknownInput,
    UnresolvedType,
    UnsupportedParameter,
)

T = TypeVar("T")


@node
def inc(x: int) -> int:
    return x + 1


@node
def half(x: float) -> float:
    return x / 2


@node
def shown(x: int) -> str:
    return str(x)


@node
def add(x: int, y: int = 10, *, z: int = 100) -> int:
    return x + y + z


@node
def ints(x: int) -> list[int]:
    return list(range(x))


# -- edges ----------------------------------------------------------------------------------------------------


def test_an_int_flows_into_a_float_and_not_the_other_way_round():
    @pipeline
    def down(x: int) -> float:
        return half(inc(x))

    @pipeline
    def up(x: int) -> int:
        return inc(half(x))  # type: ignore[arg-type]

    assert down(1) == 1.0
    with pytest.raises(EdgeMismatch, match=r"half -> inc\.x: half gives float, but `x` takes int"):
        _ = up.plan


def test_a_known_conversion_is_suggested():
    with pytest.raises(EdgeMismatch) as caught:
        raise EdgeMismatch(
            source="a", target="b", port="x", given="Image", wanted="Text", conversions=("document.read",)
        )
    assert "Put `document.read` between them" in str(caught.value)


def test_the_result_of_a_pipeline_is_an_edge_too():
    @pipeline
    def wrong(x: int) -> int:
        return shown(x)  # type: ignore[return-value]

    with pytest.raises(EdgeMismatch, match=r"shown -> wrong\.return: shown gives str, but wrong promises int"):
        _ = wrong.plan


def test_a_forgotten_return_is_named():
    @pipeline
    def wrong(x: int) -> int:  # type: ignore[empty-body]
        inc(x)

    with pytest.raises(ResultMismatch, match=r"wrong promises int, but .* got None.*is a `return` missing\?"):
        _ = wrong.plan


def test_a_pipeline_may_pass_its_input_through_or_return_a_constant():
    @pipeline
    def same(x: int) -> int:
        return x

    @pipeline
    def five() -> int:
        return 5

    assert (same(1), five()) == (1, 5)


# -- constants and defaults -----------------------------------------------------------------------------------


def test_constants_are_checked_like_edges():
    @pipeline
    def wrong(x: int) -> int:
        return add(x, "ten")  # type: ignore[arg-type]

    with pytest.raises(ConstantMismatch, match=r"add\.y: got 'ten' \(str\), but `y` takes int"):
        _ = wrong.plan


def test_a_wrong_item_in_a_constant_is_found():
    @node
    def total(xs: list[int]) -> int:
        return sum(xs)

    @pipeline
    def wrong() -> int:
        return total([1, 2, "3"])  # type: ignore[list-item]

    with pytest.raises(ConstantMismatch, match=r"got '3' \(str\) at `\[2\]`, where int is needed"):
        _ = wrong.plan


def test_defaults_are_filled_in_wherever_they_stand():
    @pipeline
    def filled(x: int) -> list[int]:
        return [add(x), add(x, 1), add(x, z=1), add(x, y=1, z=1)]

    assert filled(1) == [111, 102, 12, 3]


def test_changes_to_a_constant_after_the_build_do_not_reach_the_graph():
    @node
    def total(xs: list[int]) -> int:
        return sum(xs)

    constant = [1, 2]

    @pipeline
    def summed() -> int:
        return total(constant)

    assert summed() == 3
    constant.append(100)
    assert summed() == 3


# -- a pipeline's own edge ------------------------------------------------------------------------------------


@pipeline
def scaled(x: int, by: int = 2, *, plus: int = 0) -> int:
    return add(x, by, z=plus)


def test_a_pipeline_binds_positions_keywords_and_defaults():
    assert scaled(1) == 3
    assert scaled(1, 5) == 6
    assert scaled(by=5, x=1, plus=10) == 16


@pytest.mark.parametrize(
    ("args", "kwargs", "error"),
    [
        ((), {}, MissingInput),
        ((1,), {"x": 1}, DoubledInput),
        ((1,), {"bye": 1}, UnknownInput),
        ((1, 2, 3), {}, UnknownInput),
    ],
)
def test_what_is_wrong_with_its_inputs_is_blamed_on_the_pipeline(args: Any, kwargs: Any, error: type[Exception]):
    with pytest.raises(error, match=r"^scaled: "):
        scaled(*args, **kwargs)


def test_a_wrong_input_is_blamed_on_the_edge_of_the_pipeline_and_not_on_its_first_node():
    with pytest.raises(InputMismatch, match=r"^scaled: the input `x` must be int: got 'a' \(str\)"):
        scaled("a")  # type: ignore[arg-type]


def test_inputs_are_converted_at_the_outer_edge_only(tmp_path: Any):
    @node
    def width(image: Image) -> int:
        return image.width

    @pipeline
    def measured(image: Image) -> int:
        return width(image)

    @pipeline
    def misled(path: str) -> int:
        return width(path)  # type: ignore[arg-type]

    from PIL import Image as Pillow

    Pillow.new("RGB", (3, 2)).save(tmp_path / "a.png")
    assert measured(str(tmp_path / "a.png")) == 3  # type: ignore[arg-type]
    with pytest.raises(EdgeMismatch, match="path gives str, but `image` takes Image"):
        _ = misled.plan


def test_a_default_of_a_pipeline_must_fit_its_type_and_never_change():
    @pipeline
    def wrong(x: int = "a") -> int:  # type: ignore[assignment]
        return inc(x)

    @pipeline
    def shared(x: list[int] = []) -> list[int]:  # noqa: B006
        return x

    with pytest.raises(DefaultMismatch, match="wrong: the default of `x` must be int"):
        wrong()
    with pytest.raises(MutableDefault, match="shared: the default of `x` is of type list"):
        shared()


def test_the_number_of_inputs_of_a_pipeline_is_fixed():
    @pipeline
    def starred(*x: int) -> int:
        return inc(x[0])

    with pytest.raises(UnsupportedParameter, match="a pipeline's inputs are fixed; take a list"):
        starred(1)


async def waiting(x: int) -> int:
    return x


def yielding(x: int) -> Any:
    yield x


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (waiting, r"waiting cannot be a pipeline: it is `async`.*await pipeline\.start"),
        (yielding, "yielding cannot be a pipeline: it yields"),
        (inc, "inc cannot be a pipeline: it is not a plain function"),
    ],
)
def test_only_plain_functions_can_be_traced(function: Any, words: str):
    with pytest.raises(InvalidPipeline, match=words):
        pipeline(function)


# -- generics -------------------------------------------------------------------------------------------------


class Box(BaseModel, Generic[T]):
    value: T


@node
def first(items: list[T]) -> T:
    return items[0]


def test_type_variables_are_settled_by_the_inputs():
    @pipeline
    def fits(x: int) -> int:
        return inc(first(ints(x)))

    @pipeline
    def does_not(x: int) -> str:
        return first(ints(x))  # type: ignore[arg-type]

    assert fits(2) == 1
    with pytest.raises(EdgeMismatch, match=r"first gives int, but does_not promises str"):
        _ = does_not.plan


def test_type_variables_are_settled_by_constants_too():
    @node
    def both(a: T, b: T) -> list[T]:
        return [a, b]

    @pipeline
    def mixed(x: int) -> list[int | str]:
        return both(x, "a")  # type: ignore[arg-type, return-value]

    assert mixed(1) == [1, "a"]


def test_ports_of_a_generic_node_that_are_not_generic_take_constants_as_any_other():
    @node
    def kept(value: T, side: Literal["left", "right"], share: Annotated[float, Gt(0)] | None = None) -> T:
        return value

    @pipeline
    def left(x: int) -> int:
        return kept(x, "left", 0.5)

    @pipeline
    def nowhere(x: int) -> int:
        return kept(x, "up")  # type: ignore[arg-type]

    assert left(1) == 1
    with pytest.raises(ConstantMismatch, match="side"):
        _ = nowhere.plan


def test_fields_of_generic_models_have_the_type_of_the_argument():
    @node
    def boxed(x: int) -> Box[int]:
        return Box[int](value=x)

    @pipeline
    def opened(x: int) -> int:
        return inc(boxed(x).value)

    assert opened(1) == 2


def test_a_type_variable_that_nothing_settles_is_an_error():
    @node
    def nothing() -> list[T]:  # type: ignore[type-var]
        return []

    @pipeline
    def wrong() -> list[int]:
        return nothing()

    with pytest.raises(UnresolvedType, match="nothing: the inputs do not settle T"):
        _ = wrong.plan


# -- types that only exist where the pipeline is declared -----------------------------------------------------


def test_a_pipeline_finds_types_local_to_a_function():
    @dataclass(frozen=True)
    class Local:
        a: int

    @pipeline
    def opened(x: Local) -> int:
        return inc(x.a)

    assert opened(Local(1)) == 2
