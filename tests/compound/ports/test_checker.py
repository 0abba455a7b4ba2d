from __future__ import annotations

import datetime
import pickle
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, make_dataclass
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    Never,
    NotRequired,
    ParamSpec,
    Protocol,
    TypedDict,
    TypeVar,
)

import numpy as np
import pytest
from annotated_types import Gt, Len, Predicate
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, Field, PastDate, RootModel, StringConstraints
from typing_extensions import TypeAliasType

from compound.errors.ports import Mismatch, UncheckableType, UnresolvedReference
from compound.ports.checker import SAMPLED, checker

T = TypeVar("T")
Json = TypeAliasType("Json", "dict[str, Json] | list[Json] | str | int | float | bool | None")
Overlapping = TypeAliasType("Overlapping", "list[Overlapping] | Sequence[Overlapping] | int")


class Item(BaseModel):
    name: str
    total: float = Field(default=0.0, ge=-273)
    parent: Item | None = None


class Order(BaseModel):
    items: list[Item]


class Point(NamedTuple):
    x: int
    y: int


@dataclass
class Line:
    text: str
    at: Point | None = None
    following: Line | None = None


@dataclass
class Cell(Generic[T]):
    value: T


class Unset:
    __slots__ = ("name",)


class Row(TypedDict):
    name: str
    total: NotRequired[float]


class HasName(Protocol):
    name: str

    def close(self) -> None: ...


class Document:
    def __init__(self, name: Any) -> None:
        self.name = name

    def close(self) -> None: ...


class Nasty:
    """Breaks whatever looks at it."""

    def __repr__(self) -> str:
        raise RuntimeError("repr")

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("eq")

    __hash__ = None


def takes(hint: Any, value: Any, *, full: bool = False) -> bool:
    try:
        checker(hint, full=full).check(value)
    except Mismatch:
        return False
    return True


def fault(hint: Any, value: Any) -> Mismatch:
    with pytest.raises(Mismatch) as caught:
        checker(hint).check(value)
    return caught.value


@pytest.mark.parametrize("hint", [int, str, bool, None, Document, type(None)])
def test_the_hot_types_are_told_by_their_exact_class(hint: Any) -> None:
    assert checker(hint).exact is (hint or type(None))


@pytest.mark.parametrize("hint", [list[int], Item, Line, Point, Row, HasName, Any, int | None, Annotated[int, Gt(0)]])
def test_types_whose_values_need_a_look_have_no_exact_class(hint: Any) -> None:
    assert checker(hint).exact is None


def test_a_union_of_plain_classes_is_told_by_exact_classes() -> None:
    assert checker(int | None).exacts == {int, type(None)}
    assert checker(float).exacts == {float, int}


def test_the_same_hint_has_the_same_checker() -> None:
    assert checker(list[int]) is checker(list[int])
    assert checker(list[int], full=True) is not checker(list[int])


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (int, 1),
        (float, 1),
        (complex, 1),
        (float, np.float64(1)),
        (Any, object()),
        (None, None),
        (list[float], [1, 2.5]),
        (Sequence[int], (1, 2)),
        (Sequence[int], range(5)),
        (Mapping[str, list[int]], {"a": [1]}),
        (tuple[int, str], (1, "a")),
        (tuple[()], ()),
        (tuple[int, ...], Point(1, 2)),
        (Point, Point(1, 2)),
        (Literal["a", 1], 1),
        (Annotated[int, Gt(0), "doc"], 1),
        (Annotated[str, StringConstraints(pattern="^a+$")], "aa"),
        (Annotated[list[int], Len(1, 2)], [1]),
        (Annotated[int, Predicate(lambda n: n % 2 == 0)], 2),
        (Annotated[int, {"unit": "px"}], 2),
        (Annotated[int, Gt(0), {"unit": "px"}], 2),
        (dict[str, Any], {"a": Nasty}),
        (Item, Item(name="a", parent=Item(name="b"))),
        (RootModel[list[int]], RootModel[list[int]]([1])),
        (Line, Line("a", Point(1, 2), Line("b"))),
        (Cell[int], Cell(1)),
        (Row, {"name": "a", "more": 1}),
        (HasName, Document("a")),
        (Callable[[int], str], len),
        (type[int | str], str),
        (NDArray[np.uint8], np.zeros((2, 3), np.uint8)),
        (np.ndarray[tuple[int, int], np.dtype[Any]], np.zeros((2, 3))),
        (PastDate, datetime.date(2020, 1, 1)),
        (Json, {"a": [1, None, {"b": "c"}]}),
        (list[int] | list[str], ["a"]),
        (T, "anything"),
    ],
    ids=repr,
)
def test_takes(hint: Any, value: Any) -> None:
    checker(hint).check(value)


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (int, True),
        (float, True),
        (int, 1.0),
        (int, np.int64(1)),
        (str, b"a"),
        (None, 0),
        (Never, None),
        (list[int], (1,)),
        (list[int], [1, True]),
        (dict[str, int], {"a": 1, 2: 2}),
        (tuple[int, str], (1, "a", 2)),
        (tuple[()], (1,)),
        (set[int], {1, "a"}),
        (Annotated[int, Gt(0)], 0),
        (Annotated[int, Gt(0)], "a"),
        (Annotated[float, Field(allow_inf_nan=False)], float("nan")),
        (Annotated[float, Field(allow_inf_nan=False)], 10**400),
        (Annotated[list[int], Len(1, 2)], []),
        (Annotated[int, Predicate(lambda n: n % 2 == 0)], 3),
        (Annotated[str, StringConstraints(strip_whitespace=True)], " a "),
        (Cell[int], Cell("a")),
        (Row, {"total": 1.0}),
        (Row, {"name": "a", "total": "b"}),
        (Row, {"name": "a", 1: "b"}),
        (HasName, Document(1)),
        (HasName, Unset()),
        (Callable[..., Any], 1),
        (type[int], bool),
        (NDArray[np.uint8], np.zeros(3)),
        (np.ndarray[tuple[int, int], np.dtype[Any]], np.zeros(3)),
        (Iterator[int], [1]),
        (PastDate, datetime.date(9000, 1, 1)),
        (PastDate, "2020-01-01"),
        (Json, {"a": [b"c"]}),
        (list[int] | list[str], [1, "a"]),
    ],
    ids=repr,
)
def test_refuses(hint: Any, value: Any) -> None:
    assert not takes(hint, value)


def test_takes_no_other_container_for_a_named_tuple_as_pydantic_does() -> None:
    for value in [(1, 2), [1, 2], {"x": 1, "y": 2}, Point("a", 2)]:
        assert not takes(Point, value)


def test_takes_no_true_for_one_as_pydantic_does() -> None:
    assert not takes(Literal[1], True)
    assert not takes(Literal[True], 1)


def test_does_not_trust_a_model_that_was_constructed_without_validation() -> None:
    assert not takes(Item, Item.model_construct(name=1))
    assert not takes(Item, Item.model_construct())
    assert not takes(Order, Order.model_construct(items=[Item.model_construct(name="a", total=-300.0)]))


def test_does_not_trust_a_model_that_was_changed_after_validation() -> None:
    order = Order(items=[Item(name="a")])
    order.items.append("b")
    assert fault(Order, order).path == ".items[1]"


def test_does_not_trust_a_dataclass() -> None:
    assert fault(Line, Line("a", Point(1, "b"))).path == ".at.y"


def test_reads_the_fields_of_a_subclass_too() -> None:
    @dataclass
    class Numbered(Line):
        number: Annotated[int, Gt(0)] = field(default=1)

    assert takes(Line, Numbered("a"))
    assert fault(Line, Numbered("a", number=0)).path == ".number"


def test_a_validator_that_rewrites_does_not_refuse_what_it_made() -> None:
    class Shout(BaseModel):
        text: Annotated[str, AfterValidator(lambda text: text + "!")]

    assert takes(Shout, Shout(text="a"))


def test_leaves_iterators_unused() -> None:
    numbers = iter(["not", "numbers"])
    letters = (letter for letter in "ab")
    checker(Iterator[int]).check(numbers)
    checker(Iterable[int]).check(numbers)
    checker(Generator[int, None, None]).check(letters)
    assert list(numbers) == ["not", "numbers"]
    assert list(letters) == ["a", "b"]


def test_changes_nothing() -> None:
    items = [1, 2.5]
    checker(list[float]).check(items)
    assert items == [1, 2.5]
    assert type(items[0]) is int


@pytest.mark.parametrize("make", [list, tuple, dict.fromkeys, lambda numbers: dict(enumerate(numbers))])
def test_of_a_large_container_first_and_last_and_a_fixed_sample_are_looked_at(make: Callable[[Any], Any]) -> None:
    hint: Any = {list: list[int], tuple: tuple[int, ...], dict: Mapping[int, int | None]}[type(make([]))]
    count = 5 * SAMPLED
    seen = []
    for position in (*range(20), count - 1):
        numbers: list[Any] = list(range(count))
        numbers[position] = "fault"
        if not takes(hint, make(numbers)):
            seen.append(position)
        assert not takes(hint, make(numbers), full=True)
    assert seen == [0, 5, 10, 15, count - 1]


def test_of_a_container_of_a_thousand_items_each_is_looked_at() -> None:
    for position in range(SAMPLED):
        numbers: list[Any] = [0] * SAMPLED
        numbers[position] = "fault"
        assert fault(list[int], numbers).path == f"[{position}]"


def test_data_of_any_depth_is_checked() -> None:
    right: Any = 1
    wrong: Any = b"1"
    for _ in range(10_000):
        right, wrong = [right], [wrong]
    checker(Json).check(right)
    assert fault(Json, wrong).path == "[0]" * 10_000


def test_long_chains_of_objects_are_checked() -> None:
    line = Line("end", Point(1, "b"))
    for _ in range(10_000):
        line = Line("a", None, line)
    assert fault(Line, line).path == ".following" * 10_000 + ".at.y"


def test_depth_under_a_union_whose_members_overlap_ends_in_a_clear_refusal() -> None:
    value: Any = 1
    for _ in range(10_000):
        value = [value]
    assert "nested too deeply" in str(fault(Overlapping, value))


def test_overlapping_unions_do_not_multiply_the_work() -> None:
    value: Any = 1.5
    for _ in range(60):
        value = [value]
    assert not takes(Overlapping, value)


def test_data_that_contains_itself_is_checked() -> None:
    loop: list[Any] = [1]
    loop.append(loop)
    checker(Json).check(loop)
    loop.append(b"wrong")
    assert fault(Json, loop).path == "[2]"


def test_a_failed_alternative_leaves_nothing_behind_that_the_next_one_trusts() -> None:
    shared = [b"wrong"]
    assert not takes(tuple[Json, int] | tuple[Json, str], (shared, "a"))


def test_the_path_leads_to_the_first_fault() -> None:
    error = fault(dict[str, list[Item]], {"a": [Item(name="a"), Item.model_construct(name="b", total="c")]})
    assert error.path == "['a'][1].total"
    assert error.declared == "dict[str, list[Item]]"
    assert error.expected == "Annotated[float, Ge(ge=-273)]"
    assert error.summary == "'c' (str)"
    assert str(error) == (
        "expected dict[str, list[Item]], but at ['a'][1].total Annotated[float, Ge(ge=-273)] is needed, got 'c' (str)"
    )


def test_a_missing_field_is_named() -> None:
    class Open(BaseModel):
        anything: Any

    assert fault(Open, Open.model_construct()).path == ".anything"
    error = fault(Item, Item.model_construct(total=1.0))
    assert (error.path, error.expected, error.summary) == (".name", "str", "nothing: it is missing")


@pytest.mark.parametrize(
    ("value", "summary"),
    [
        ("oops", "'oops' (str)"),
        ("a" * 99, f"'{'a' * 40}'… of length 99 (str)"),
        (10**5000, "a number of 16610 bits (int)"),
        (None, "None"),
        ([1, 2, 3], "a list of 3 items"),
        ({"a": 1}, "a dict of 1 item"),
        (np.zeros((2, 3), np.uint8), "an array of shape (2, 3) and dtype uint8"),
        (Nasty(), "a Nasty"),
        (Item, "the class Item"),
    ],
    ids=["text", "long text", "huge number", "none", "list", "dict", "array", "nasty", "class"],
)
def test_the_value_is_summed_up_without_its_own_code(value: Any, summary: str) -> None:
    assert fault(set[int], value).summary == summary


def test_values_that_break_when_compared_or_shown_are_refused_quietly() -> None:
    assert fault(Literal["a"] | int, Nasty()).summary == "a Nasty"


def test_the_refusal_survives_a_process_boundary() -> None:
    error = fault(list[int], [1, "a"])
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.path, copy.expected) == (str(error), "[1]", "int")


def test_a_name_that_was_never_resolved_cannot_be_checked() -> None:
    with pytest.raises(UnresolvedReference, match="Receipt"):
        checker("Receipt").check(1)


def test_what_says_nothing_about_values_cannot_be_checked() -> None:
    with pytest.raises(UncheckableType, match="cannot be checked at run time"):
        checker(ParamSpec("P")).check(1)


def test_a_field_whose_type_cannot_be_found_does_not_stop_the_check_of_the_others() -> None:
    @dataclass
    class Half:
        known: int
        unknown: Nowhere  # noqa: F821

    assert takes(Half, Half(1, "anything"))
    assert fault(Half, Half("a", "anything")).path == ".known"


def test_a_type_that_cannot_be_checked_does_not_hide_a_fault_that_stands_before_it() -> None:
    odd = make_dataclass("odd", [("held", ParamSpec("P"))])
    hint = tuple[list[int], odd]  # type: ignore[valid-type]
    with pytest.raises(UncheckableType):
        checker(hint).check(([1], odd([1])))
    assert fault(hint, ([1, "a"], odd([1]))).path == "[0][1]"
