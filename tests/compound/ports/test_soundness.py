"""What must hold for all types: whatever is assignable validates."""

from __future__ import annotations

import collections
import enum
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, NamedTuple, NewType, Protocol, TypeVar, Union, runtime_checkable

from annotated_types import Ge, Gt, MinLen
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from typing_extensions import TypedDict  # pydantic takes no other before Python 3.12

from compound.errors.ports import Mismatch
from compound.ports.checker import checker
from compound.ports.generics import solve, substitute
from compound.ports.matcher import assignable

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Point(NamedTuple):
    x: int
    y: float


class Row(TypedDict):
    name: str
    total: int


class Named(TypedDict):
    name: str


class Box(BaseModel, Generic[T], arbitrary_types_allowed=True):
    value: T


@dataclass(frozen=True)
class Cell(Generic[T]):
    value: T


class Bag(list[T], Generic[T]): ...


@runtime_checkable  # which pydantic needs, for a field of Box
class Holds(Protocol[T_co]):
    @property
    def value(self) -> T_co: ...


Id = NewType("Id", int)
Positive = Annotated[int, Gt(0)]

VALUES_OF: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(),
    bool: st.booleans(),
    float: st.floats() | st.integers(),
    complex: st.complex_numbers() | st.integers(),
    str: st.text(max_size=3),
    bytes: st.binary(max_size=3),
    None: st.none(),
    object: st.just(object()) | st.lists(st.integers(), max_size=2),
    Hashable: st.integers() | st.text(max_size=2),
    Level: st.sampled_from(Level),
    Id: st.integers(),
    Positive: st.integers(min_value=1),
    Annotated[int, Gt(0), Ge(5)]: st.integers(min_value=5),
    Literal["a", "b"]: st.sampled_from(["a", "b"]),
    Literal[1, True, None]: st.sampled_from([1, True, None]),
    Literal[Level.LOW]: st.just(Level.LOW),
    Point: st.builds(Point, st.integers(), st.floats()),
    Row: st.fixed_dictionaries({"name": st.text(max_size=2), "total": st.integers()}),
    Named: st.fixed_dictionaries({"name": st.text(max_size=2)}, optional={"total": st.text(max_size=1)}),
}

ATOMS = st.sampled_from(list(VALUES_OF))
KEYS = st.sampled_from([int, str, bool, Level, Literal["a", "b"]])


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    one = st.sampled_from(
        [list, collections.deque, Sequence, Iterable, Collection, Iterator, Box, Cell, Bag, Holds, Refined, Endless]
    )
    return st.one_of(
        st.builds(lambda origin, item: origin[item], one, inner),
        st.builds(lambda origin, key, item: origin[key, item], st.sampled_from([dict, Mapping]), KEYS, inner),
        st.builds(lambda items: tuple[tuple(items)], st.lists(inner, max_size=3)),
        st.builds(lambda members: Union[tuple(members)], st.lists(inner, min_size=1, max_size=3)),  # noqa: UP007
    )


Refined = Annotated[list[T], MinLen(1)]
Endless = tuple[T, ...]
HINTS = st.recursive(ATOMS, containers, max_leaves=5)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values that are right for `hint`, which is an atom or made by `containers`."""
    if hint in VALUES_OF or hint is type(None):
        return VALUES_OF[None if hint is type(None) else hint]
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        (inner,) = hint.__pydantic_generic_metadata__["args"]
        return values(inner).map(lambda value: Box.model_construct(value=value))
    origin, arguments = getattr(hint, "__origin__", Union), hint.__args__
    if hasattr(hint, "__metadata__"):
        return st.lists(values(origin.__args__[0]), min_size=1, max_size=2)
    if origin is Union:
        return st.one_of(*map(values, arguments))
    if origin is tuple:
        if arguments[1:] == (...,):
            return st.lists(values(arguments[0]), max_size=2).map(tuple)
        return st.tuples(*map(values, arguments))
    if origin in (dict, Mapping):
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=2)
    if origin in (Cell, Holds):
        return values(arguments[0]).map(Cell)
    items = st.lists(values(arguments[0]), max_size=2)
    makers: dict[Any, Any] = {collections.deque: collections.deque, Iterator: iter, Bag: Bag}
    return items.map(makers.get(origin, list))


def wider(hint: Any) -> st.SearchStrategy[Any]:
    """Types that `hint` fits by the rules, and now and then one that it does not."""
    choices = [st.just(hint), HINTS, st.builds(lambda other: Union[hint, other], ATOMS)]  # noqa: UP007
    steps: dict[Any, list[Any]] = {
        int: [float, complex],
        float: [complex],
        Level: [int, float, Literal[Level.LOW, Level.HIGH]],
        Id: [int, float],
        Positive: [int, float],
        Annotated[int, Gt(0), Ge(5)]: [Positive, Annotated[float, Ge(5)]],
        Literal["a", "b"]: [str, Literal["b", "c", "a"]],
        Literal[1, True, None]: [int | bool | None],
        Row: [Named, Mapping[str, object], dict[str, Any]],
        Point: [tuple[int, float], tuple[float, ...], Sequence[float]],
    }
    choices += [st.just(step) for step in steps.get(hint, [])]
    arguments = getattr(hint, "__args__", ())
    if getattr(hint, "__origin__", None) in (list, Bag, collections.deque):
        choices.append(
            st.builds(
                lambda origin, item: origin[item], st.sampled_from([list, Sequence, Iterable]), wider(arguments[0])
            )
        )
    if getattr(hint, "__origin__", None) is dict:
        choices.append(wider(arguments[1]).map(lambda item: Mapping[arguments[0], item]))
    return st.one_of(choices)


def takes(hint: Any, value: Any) -> bool:
    try:
        checker(hint).check(value)
    except Mismatch:
        return False
    return True


ANYTHING = HINTS.flatmap(values)


@given(st.data(), HINTS)
def test_the_values_of_a_type_validate(data: st.DataObject, hint: Any) -> None:
    checker(hint).check(data.draw(values(hint)))


@settings(max_examples=400)
@given(st.data(), HINTS)
def test_what_is_assignable_validates(data: st.DataObject, source: Any) -> None:
    target = data.draw(wider(source), label="target")
    value = data.draw(values(source) | ANYTHING, label="value")
    if assignable(source, target) and takes(source, value):
        checker(target).check(value)


@given(HINTS, HINTS)
def test_a_type_fits_itself_and_each_union_that_has_it(hint: Any, other: Any) -> None:
    assert assignable(hint, hint)
    assert assignable(hint, Union[other, hint])  # noqa: UP007
    assert assignable(hint, Union[hint, other])  # noqa: UP007


@given(HINTS, HINTS, HINTS)
def test_a_union_fits_when_each_member_does(first: Any, second: Any, target: Any) -> None:
    both = assignable(first, target) and assignable(second, target)
    assert assignable(Union[first, second], target) == both  # noqa: UP007


@given(HINTS, HINTS)
def test_containers_are_as_assignable_as_their_items(source: Any, target: Any) -> None:
    expected = assignable(source, target)
    assert assignable(list[source], Sequence[target]) == expected
    assert assignable(Box[source], Box[target]) == expected
    assert assignable(Cell[source], Cell[target]) == expected
    assert assignable(dict[str, source], Mapping[str, target]) == expected


@given(HINTS, HINTS, HINTS)
def test_assignability_is_transitive(first: Any, second: Any, third: Any) -> None:
    if assignable(first, second) and assignable(second, third):
        assert assignable(first, third)


@given(
    HINTS, st.sampled_from([T, list[T], Sequence[T], T | None, dict[str, T], Mapping[str, list[T]], Box[T], Holds[T]])
)
def test_a_pattern_is_solved_by_what_makes_the_source_fit(source: Any, pattern: Any) -> None:
    bindings: dict[TypeVar, Any] = {}
    if solve(source, pattern, bindings):
        assert set(bindings) <= {T}
        assert assignable(source, substitute(pattern, {T: object, **bindings}))


@given(HINTS, st.sampled_from([T, list[T], Sequence[T], dict[str, T], Mapping[str, list[T]], Box[T], Cell[T]]))
def test_a_pattern_is_solved_by_each_type_that_is_made_from_it(argument: Any, pattern: Any) -> None:
    bindings: dict[TypeVar, Any] = {}
    assert solve(substitute(pattern, {T: argument}), pattern, bindings)
    assert assignable(bindings[T], argument)
