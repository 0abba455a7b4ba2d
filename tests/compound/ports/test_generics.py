from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Generic, Literal, NamedTuple, Protocol, TypeVar

import pytest
from annotated_types import Gt, MinLen
from pydantic import BaseModel
from typing_extensions import TypeAliasType

from compound.ports.generics import free, solve, substitute

T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)
Number = TypeVar("Number", bound=float)
TextLike = TypeVar("TextLike", str, bytes)

Many = TypeAliasType("Many", list[T], type_params=(T,))


class Box(BaseModel, Generic[T]):
    value: T


class IntBox(Box[int]): ...


class Pair(NamedTuple, Generic[T]):
    first: T
    second: T


class Holds(Protocol[T_co]):
    @property
    def value(self) -> T_co: ...


class Numbers(list[int]): ...


@pytest.mark.parametrize(
    ("source", "pattern", "expected"),
    [
        (int, T, {T: int}),
        (int | None, T, {T: int | None}),
        (int | None, T | None, {T: int}),
        (None, T | None, {}),
        (list[int], list[T], {T: int}),
        (list[int], Sequence[T], {T: int}),
        (Numbers, Iterable[T], {T: int}),
        (list[int] | list[str], list[T], {T: int | str}),
        (list[int] | int, list[T] | T, {T: int}),
        (dict[str, list[int]], Mapping[T, Sequence[U]], {T: str, U: int}),
        (tuple[int, str], tuple[T, U], {T: int, U: str}),
        (tuple[int, str], tuple[T, ...], {T: int | str}),
        (tuple[int, float], tuple[T, T], {T: float}),
        (tuple[float, int], tuple[T, T], {T: float}),
        (Pair[int], Pair[T], {T: int}),
        (Box[int], Box[T], {T: int}),
        (Box[int], Box[U], {U: int}),
        (IntBox, Box[U], {U: int}),
        (Box[list[int]], Box[list[U]], {U: int}),
        (Box[int], Holds[U], {U: int}),
        (Callable[[str], int], Callable[[T], U], {T: str, U: int}),
        (type[int], type[T], {T: int}),
        (Many[int], list[U], {U: int}),
        (list[int], Many[U], {U: int}),
        (Annotated[list[int], MinLen(1)], Annotated[list[T], MinLen(1)], {T: int}),
        (Annotated[int, Gt(0)], T, {T: Annotated[int, Gt(0)]}),
        (int, Number, {Number: int}),
        (Literal["a"], TextLike, {TextLike: str}),
        (Literal["a"], Sequence[T], {T: str}),
        (list[Any], list[T], {T: Any}),
        (list[int], list[float], {}),
    ],
    ids=str,
)
def test_variables_are_bound_by_what_is_connected(source: Any, pattern: Any, expected: Any) -> None:
    bindings: dict[TypeVar, Any] = {}
    assert solve(source, pattern, bindings)
    assert bindings == expected


@pytest.mark.parametrize(
    ("source", "pattern"),
    [
        (int, list[T]),
        (list[int], dict[T, U]),
        (list[int] | None, list[T]),
        (str, Number),
        (bool, Number),
        (Any, Number),
        (int, TextLike),
        (str | bytes, TextLike),
        (tuple[int], tuple[T, U]),
        (list[int], Annotated[list[T], MinLen(1)]),
        (Callable[[str], int], Callable[[T, T], U]),
        (type[int], Holds[T]),
        (list[int], list[str]),
    ],
    ids=str,
)
def test_what_cannot_fit_is_refused_and_binds_nothing(source: Any, pattern: Any) -> None:
    bindings: dict[TypeVar, Any] = {}
    assert not solve(source, pattern, bindings)
    assert bindings == {}


def test_a_variable_that_is_met_again_is_widened() -> None:
    bindings: dict[TypeVar, Any] = {}
    assert solve(int, T, bindings)
    assert solve(list[str], list[T], bindings)
    assert bindings == {T: int | str}


def test_a_constrained_variable_is_not_widened_to_a_mixture() -> None:
    bindings: dict[TypeVar, Any] = {}
    assert solve(str, TextLike, bindings)
    assert not solve(bytes, TextLike, bindings)
    assert bindings == {TextLike: str}


def test_a_bound_holds_for_what_a_variable_was_widened_to() -> None:
    bindings: dict[TypeVar, Any] = {Number: int}
    assert not solve(str, Number, bindings)
    assert bindings == {Number: int}


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        (T, int),
        (list[T], list[int]),
        (T | None, int | None),
        (dict[str, T], dict[str, int]),
        (tuple[T, ...], tuple[int, ...]),
        (Callable[[T], U], Callable[[int], U]),
        (Annotated[T, "doc"], Annotated[int, "doc"]),
        (Box[T], Box[int]),
        (Box[list[U]], Box[list[U]]),
        (Sequence[list[T]], Sequence[list[int]]),
        (str, str),
    ],
    ids=str,
)
def test_bound_variables_are_replaced_and_others_stay(hint: Any, expected: Any) -> None:
    assert substitute(hint, {T: int}) == expected


def test_free_variables_come_in_order_of_first_use() -> None:
    assert free(dict[U, list[T]]) == (U, T)
    assert free(Callable[[T], U]) == (T, U)
    assert free(T) == (T,)
    assert free(Box[U]) == (U,)


@pytest.mark.parametrize("hint", [int, list[int], Box, Box[int], Pair, list, None, "Receipt", Any])
def test_other_hints_leave_nothing_open(hint: Any) -> None:
    assert free(hint) == ()
