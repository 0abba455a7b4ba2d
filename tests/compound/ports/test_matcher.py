"""The table that specifies which type may flow into which.

Each pair reads source, target.
"""

# ruff: noqa: F821, UP006, UP007, UP045 - old spellings and names that do not exist are among what is specified here.
from __future__ import annotations

import collections
import contextlib
import datetime
import enum
import typing
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Generator,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    MutableSequence,
    Sequence,
    Sized,
)
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import (
    Annotated,
    Any,
    ForwardRef,
    Generic,
    Literal,
    NamedTuple,
    Never,
    NewType,
    NoReturn,
    NotRequired,
    Optional,
    Protocol,
    Required,
    SupportsFloat,
    TypedDict,
    TypeVar,
    Union,
)

import numpy as np
import pytest
from annotated_types import Ge, Gt, Len
from numpy.typing import NDArray
from pydantic import AfterValidator, AllowInfNan, BaseModel, Field, StringConstraints
from typing_extensions import ReadOnly, TypeAliasType

from compound.errors.ports import Mismatch, UnresolvedReference
from compound.ports.checker import checker
from compound.ports.matcher import assignable

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
Bound = TypeVar("Bound", bound=float)
TextLike = TypeVar("TextLike", str, bytes)


class Animal: ...


class Dog(Animal): ...


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


UserId = NewType("UserId", int)
AdminId = NewType("AdminId", UserId)
Positive = Annotated[int, Gt(0)]
PositiveId = NewType("PositiveId", Positive)


class Point(NamedTuple):
    x: int
    y: int


class Labelled(NamedTuple):
    name: str
    at: Point


class Pair(NamedTuple, Generic[T]):
    first: T
    second: T


class Movie(TypedDict):
    title: str
    year: int


class RatedMovie(Movie):
    rating: float


class PartialMovie(TypedDict, total=False):
    title: Required[str]
    year: int


class Titled(TypedDict):
    title: ReadOnly[str]


class MaybeYear(TypedDict):
    title: str
    year: NotRequired[int]


class FloatYear(TypedDict):
    title: str
    year: float


class Tree(TypedDict):
    children: list[Tree]


class Forest(TypedDict):
    children: list[Forest]


class BoxOf(BaseModel, Generic[T]):
    value: T


class NamedBox(BoxOf[T], Generic[T]):
    name: str


class IntBox(BoxOf[int]): ...


@dataclass(frozen=True)
class Cell(Generic[T]):
    value: T


class IntCell(Cell[int]): ...


class Source(Generic[T_co]): ...


class Sink(Generic[T_contra]): ...


class IntList(list[int]): ...


class Rows(Sequence[str]):
    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: Any) -> Any:
        return ("a", "b")[index]


class Registry(dict[str, T], Generic[T]): ...


class HasName(Protocol):
    name: str


class HasNameAndSize(Protocol):
    name: str
    size: int


class HasFloatSize(Protocol):
    @property
    def size(self) -> float: ...


class Closes(Protocol):
    def close(self) -> None: ...


class Holds(Protocol[T_co]):
    @property
    def value(self) -> T_co: ...


class Scores(Protocol):
    def __call__(self, text: str, /) -> float: ...


class Linked(Protocol):
    following: Linked


class File:
    name: str
    size: int

    def close(self) -> None: ...


class Unnamed:
    name: int


class Sized2:
    @property
    def size(self) -> int:
        return 1


class Chain:
    following: Chain


class Scorer:
    def __call__(self, text: str) -> float:
        return float(len(text))


class Counts:
    def __call__(self, text: str, times: int = 1) -> int:
        return len(text) * times


class NeedsTwo:
    def __call__(self, text: str, times: int) -> int:
        return len(text) * times


Json = TypeAliasType("Json", "dict[str, Json] | list[Json] | str | int | None")
Names = TypeAliasType("Names", list[str])
Many = TypeAliasType("Many", list[T], type_params=(T,))

FITS: list[tuple[Any, Any]] = [
    # plain classes
    (int, int),
    (Dog, Animal),
    (Dog, object),
    (int, Any),
    (Any, Any),
    (Any, object),
    (None, None),
    (None, type(None)),
    (Path, PurePath),
    (datetime.datetime, datetime.date),
    (Level, int),
    (bool, bool),
    (bool, Hashable),
    (Never, int),
    (NoReturn, str),
    # numbers
    (int, float),
    (int, complex),
    (float, complex),
    (Level, float),
    (np.float64, float),
    (list[int], list[float]),
    (dict[str, list[int]], Mapping[str, Sequence[complex]]),
    # unions, in any order
    (int, int | str),
    (int | str, str | int),
    (int | str, str | int | None),
    (Optional[int], Union[None, int, str]),
    (None, Optional[str]),
    (int | None, float | None),
    (Dog | None, None | Animal),
    (list[int] | tuple[str, ...], Sequence[int | str]),
    (list[int], list[int] | list[str]),
    (list[int] | list[str], list[int | str]),
    (int | (str | None), (int | str) | None),
    (int, str | Any),
    # containers
    (list[Dog], list[Animal]),
    (list[int], Sequence[int]),
    (list[None], Sequence[None]),
    (list[str], Iterable[str]),
    (list[int], list),
    (list[int], list[Any]),
    (list, list[Any]),
    (list[int], typing.List[int]),
    (typing.List[int], list[int]),
    (typing.Dict[str, int], Mapping[str, int]),
    (set[int], AbstractSet[float]),
    (frozenset[Dog], Collection[Animal]),
    (dict[str, int], Iterable[str]),
    (dict[str, int], Sized),
    (collections.Counter[str], Mapping[str, int]),
    (collections.OrderedDict[str, Dog], dict[str, Animal]),
    (collections.deque[int], MutableSequence[int]),
    (str, Sequence[str]),
    (bytes, Sequence[int]),
    (range, Iterable[int]),
    (IntList, list[int]),
    (IntList, Sequence[float]),
    (Rows, Iterable[str]),
    (Registry[int], Mapping[str, float]),
    # tuples
    (tuple[int, int], tuple[int, int]),
    (tuple[int, int], tuple[int, ...]),
    (tuple[int, str], tuple[float, str]),
    (tuple[int, ...], Sequence[int]),
    (tuple[int, str], Sequence[int | str]),
    (tuple[int, ...], tuple[float, ...]),
    (tuple[()], tuple[int, ...]),
    (tuple[()], tuple[()]),
    (typing.Tuple[int, str], tuple[int, str]),
    (tuple[int, str], tuple),
    # named tuples
    (Point, Point),
    (Point, tuple[int, int]),
    (Point, tuple[float, ...]),
    (Point, Sequence[int]),
    (Labelled, tuple[str, tuple[int, int]]),
    (Pair[int], Pair[float]),
    (Pair[int], tuple[int, int]),
    # literals
    (Literal["a"], str),
    (Literal["a"], Literal["a", "b"]),
    (Literal["a", 1], str | int),
    (Literal["a", 1], Literal[1, "a", None]),
    (Literal["a"] | None, Optional[Literal["b", "a"]]),
    (Literal[1], float),
    (Literal[True], bool),
    (bool, Literal[True, False]),
    (Literal[Colour.RED], Colour),
    (Colour, Literal[Colour.RED, Colour.BLUE]),
    (Literal[None], None),
    (list[Literal["a"]], list[str]),
    # Annotated
    (Annotated[int, "pixels"], int),
    (int, Annotated[int, "pixels"]),
    (Positive, int),
    (Positive, float),
    (Positive, Positive),
    (Annotated[int, Gt(0), "doc"], Annotated[int, "other", Gt(0)]),
    (Annotated[int, Gt(0), Ge(5)], Annotated[float, Ge(5)]),
    (Annotated[int, Field(gt=0)], Positive),
    (Annotated[float, Field(allow_inf_nan=False)], Annotated[float, AllowInfNan(False)]),
    (Annotated[int | str, "x"], str | int),
    (list[Positive], Sequence[int]),
    (Optional[Positive], Optional[Positive]),
    (PositiveId, Positive),
    # NewType
    (UserId, int),
    (UserId, float),
    (AdminId, UserId),
    (UserId, UserId | None),
    # TypedDict
    (RatedMovie, Movie),
    (Movie, Titled),
    (Movie, MaybeYear),
    (Movie, FloatYear),
    (PartialMovie, MaybeYear),
    (Movie, Mapping[str, object]),
    (Movie, dict),
    (Tree, Forest),
    # generic classes and models
    (BoxOf[int], BoxOf[int]),
    (BoxOf[int], BoxOf[float]),
    (BoxOf[int], BoxOf[int | str]),
    (BoxOf[int], BoxOf),
    (BoxOf[int], BoxOf[Any]),
    (IntBox, BoxOf[float]),
    (NamedBox[int], BoxOf[int]),
    (NamedBox[BoxOf[int]], BoxOf[BoxOf[float]]),
    (Cell[Dog], Cell[Animal]),
    (IntCell, Cell[float]),
    (Source[Dog], Source[Animal]),
    (Sink[Animal], Sink[Dog]),
    (BoxOf[int], BaseModel),
    # protocols
    (File, HasName),
    (File, HasNameAndSize),
    (File, HasFloatSize),
    (File, Closes),
    (HasNameAndSize, HasName),
    (Sized2, HasFloatSize),
    (Cell[int], Holds[float]),
    (IntCell, Holds[int]),
    (BoxOf[str], Holds[str]),
    (Chain, Linked),
    (int, SupportsFloat),
    (Scorer, Scores),
    (Counts, Scores),
    (Callable[[str], int], Scores),
    # callables
    (Callable[[int], str], Callable[[int], str]),
    (Callable[[float], int], Callable[[int], float]),
    (Callable[..., int], Callable[[str], int]),
    (Callable[[str], int], Callable[..., int]),
    (Callable[[int], str], Callable),
    (Scorer, Callable[[str], float]),
    (type[Dog], Callable[..., Animal]),
    # class objects
    (type[Dog], type[Animal]),
    (type[int], type[int | str]),
    (type[Dog], type),
    (type[Dog], type[Any]),
    # iterators
    (Generator[int, None, str], Iterator[float]),
    (Generator[int, float, str], Generator[int, int, str]),
    (Iterator[int], Iterable[int | str]),
    (AsyncIterator[int], AsyncIterator[float]),
    (Coroutine[Any, Any, int], Awaitable[float]),
    # type variables
    (int, T),
    (int, Bound),
    (bytes, TextLike),
    (Bound, float),
    (Bound, Bound),
    (TextLike, str | bytes),
    (list[T], list[T]),
    # arrays
    (NDArray[np.uint8], NDArray[np.uint8]),
    (NDArray[np.float32], NDArray[np.floating[Any]]),
    (NDArray[np.float32], np.ndarray),
    (np.ndarray[tuple[int, int], np.dtype[np.uint8]], np.ndarray[tuple[int, ...], np.dtype[np.uint8]]),
    # aliases and forward references
    (Names, list[str]),
    (list[str], Names),
    (Json, Json),
    (dict[str, list[int]], Json),
    (dict[str, Names | None], Json),
    (Many[int], Sequence[float]),
    ("Receipt", "Receipt"),
    ("Receipt", ForwardRef("Receipt")),
    (list["Receipt"], Sequence["Receipt"]),
]

REFUSED: list[tuple[Any, Any]] = [
    # plain classes
    (int, str),
    (Animal, Dog),
    (Any, int),
    (object, int),
    (object, Hashable),
    (None, int),
    (int, None),
    (int, Never),
    (datetime.date, datetime.datetime),
    (list[int], Hashable),
    (Iterable[int], Hashable),
    # numbers
    (bool, int),
    (bool, float),
    (bool, complex),
    (bool, int | str),
    (float, int),
    (complex, float),
    (list[bool], list[int]),
    (dict[str, bool], dict[str, float]),
    (float, np.float64),
    # unions
    (int | str, int),
    (Optional[int], int),
    (int | None, str | None),
    (int | str | bytes, str | int),
    (int | bool, int),
    (list[int | str], list[int] | list[str]),
    (list[int | None], list[int]),
    (Any, int | str),
    (Dog | Any, Dog),
    (None, int | str),
    # containers
    (list[int], list[str]),
    (list[Animal], list[Dog]),
    (list[Any], list[int]),
    (list, list[int]),
    (Sequence[int], list[int]),
    (Iterable[int], Sequence[int]),
    (list[int], set[int]),
    (list[int], tuple[int, ...]),
    (set[int], Sequence[int]),
    (dict[str, int], dict[int, str]),
    (dict[str, int], Mapping[str, str]),
    (dict[str, int], Iterable[int]),
    (str, Sequence[int]),
    (str, list[str]),
    (bytes, str),
    (list[int], IntList),
    (IntList, Sequence[str]),
    (Rows, Sequence[int]),
    (Registry[int], Mapping[str, str]),
    (Registry[int], Mapping[int, int]),
    # tuples
    (tuple[int, int], tuple[int, int, int]),
    (tuple[int, int, int], tuple[int, int]),
    (tuple[int, ...], tuple[int, int]),
    (tuple[int, ...], tuple[()]),
    (tuple[int], tuple[()]),
    (tuple[()], tuple[int]),
    (tuple, tuple[int, ...]),
    (tuple[int, str], tuple[int, ...]),
    (tuple[int, str], Sequence[int]),
    (tuple[int, bool], tuple[int, int]),
    # named tuples
    (tuple[int, int], Point),
    (Labelled, Point),
    (Point, tuple[int, int, int]),
    (Point, tuple[str, ...]),
    (Pair[float], Pair[int]),
    (Pair[str], tuple[int, int]),
    # literals
    (str, Literal["a"]),
    (Literal["a", "b"], Literal["a"]),
    (Literal[True], int),
    (Literal[1], Literal[True]),
    (Literal[True], Literal[1]),
    (Literal["1"], Literal[1]),
    (bool, Literal[True]),
    (Colour, Literal[Colour.RED]),
    (Literal[Colour.RED], Literal[Colour.BLUE]),
    (Literal[Level.LOW], Literal[1]),
    (Literal["a", 1], str),
    (Literal["a"], bytes),
    # Annotated
    (int, Positive),
    (Literal[1], Positive),
    (Annotated[int, Ge(0)], Positive),
    (Annotated[str, Gt(0)], Positive),
    (Annotated[int, "positive"], Positive),
    (Optional[Positive], Positive),
    (Optional[int], Optional[Positive]),
    (list[int], list[Positive]),
    (list[int], Annotated[list[int], Len(1, 3)]),
    (str, Annotated[str, StringConstraints(pattern="a+")]),
    (int, Annotated[int, AfterValidator(abs)]),
    (float, Annotated[float, AllowInfNan(False)]),
    (UserId, PositiveId),
    # NewType
    (int, UserId),
    (UserId, AdminId),
    (UserId, str),
    (list[int], list[UserId]),
    # TypedDict
    (Movie, RatedMovie),
    (Titled, MaybeYear),
    (MaybeYear, Movie),
    (PartialMovie, Movie),
    (FloatYear, Movie),
    (dict[str, object], Movie),
    (Movie, dict[str, int]),
    (Movie, Mapping[str, str | int]),
    (Movie, Tree),
    # generic classes and models
    (BoxOf[float], BoxOf[int]),
    (BoxOf[int], BoxOf[str]),
    (BoxOf[Any], BoxOf[int]),
    (BoxOf, BoxOf[int]),
    (BoxOf[int], NamedBox[int]),
    (BoxOf[int], IntBox),
    (IntBox, BoxOf[str]),
    (NamedBox[str], BoxOf[int]),
    (Cell[Animal], Cell[Dog]),
    (Cell[bool], Cell[int]),
    (IntCell, Cell[str]),
    (Source[Animal], Source[Dog]),
    (Sink[Dog], Sink[Animal]),
    (Cell[int], BoxOf[int]),
    # protocols
    (Animal, HasName),
    (Unnamed, HasName),
    (HasName, HasNameAndSize),
    (HasName, File),
    (Animal, Closes),
    (Cell[str], Holds[int]),
    (BoxOf[int], Holds[str]),
    (Any, HasName),
    (object, Closes),
    (NeedsTwo, Scores),
    (Callable[[int], float], Scores),
    (Callable[[str], str], Scores),
    (Animal, Linked),
    # callables
    (Callable[[int], int], Callable[[float], int]),
    (Callable[[int], float], Callable[[int], int]),
    (Callable[[int, int], int], Callable[[int], int]),
    (Callable[[int], int], Callable[[int, int], int]),
    (Callable[[int], Any], Callable[[int], int]),
    (Animal, Callable[..., Any]),
    (Scorer, Callable[[int], float]),
    (type[Animal], Callable[..., Dog]),
    (Callable[[], int], Hashable),
    # class objects
    (type[Animal], type[Dog]),
    (type[bool], type[int]),
    (type, type[int]),
    (Dog, type[Dog]),
    (type[Dog], Dog),
    # iterators
    (Iterator[float], Iterator[int]),
    (Iterable[int], Iterator[int]),
    (Iterator[int], Generator[int, None, None]),
    (Generator[int, int, None], Generator[int, float, None]),
    (Iterator[int], AsyncIterator[int]),
    (Coroutine[Any, Any, str], Awaitable[int]),
    # type variables
    (str, Bound),
    (bool, Bound),
    (int, TextLike),
    (T, int),
    (TextLike, str),
    (list[T], list[int]),
    # arrays
    (NDArray[np.float32], NDArray[np.uint8]),
    (NDArray[np.floating[Any]], NDArray[np.float32]),
    (np.ndarray, NDArray[np.float32]),
    (np.ndarray[tuple[int, int], np.dtype[np.uint8]], np.ndarray[tuple[int], np.dtype[np.uint8]]),
    # aliases and forward references
    (list[int], Names),
    (Json, int),
    (dict[str, float], Json),
    (dict[int, str], Json),
    (Many[str], list[int]),
    ("Receipt", "Invoice"),
    ("Receipt", int),
    (int, "int"),
    (list["Receipt"], list["Invoice"]),
]


@pytest.mark.parametrize(("source", "target"), FITS, ids=str)
def test_fits(source: Any, target: Any) -> None:
    assert assignable(source, target)


@pytest.mark.parametrize(("source", "target"), REFUSED, ids=str)
def test_is_refused(source: Any, target: Any) -> None:
    assert not assignable(source, target)


@pytest.mark.parametrize("hint", {id(h): h for pair in FITS + REFUSED for h in pair}.values(), ids=str)
def test_every_type_fits_itself_and_object(hint: Any) -> None:
    assert assignable(hint, hint)
    assert assignable(hint, object)


class Image: ...


class Mask: ...


def test_a_list_of_kinds_is_not_one_kind_as_in_comfyui() -> None:
    assert not assignable(Image | Mask, Mask)


def test_a_union_and_an_optional_do_not_fit_one_member_as_in_invokeai() -> None:
    assert not assignable(Image | Mask, Image)
    assert not assignable(Optional[Image], Image)


def test_what_haystack_refuses_fits() -> None:
    assert assignable(int | str, str | int | None)
    assert assignable(Literal["a"], str)
    assert assignable(list[str], Sequence[str])


def test_a_tuple_of_two_is_not_a_tuple_of_three_as_in_haystack() -> None:
    assert not assignable(tuple[int, int], tuple[int, int, int])


def test_an_integer_is_not_text_as_in_langgraph() -> None:
    assert not assignable(int, str)
    assert not assignable(Literal[5], str)


def test_metadata_that_cannot_be_hashed_is_no_obstacle() -> None:
    assert assignable(Annotated[int, {"unit": "px"}], Annotated[float, ["px"]])


class Keyed(dict[str, Any]): ...


VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 5, 10**400, 0.0, 1.5, float("nan"), 2j, np.float64(1.5), np.int64(1), np.True_),
    *("", "a", "b", "1", b"a", Level.LOW, Level.HIGH, Colour.RED, Colour.BLUE, object(), Path("a")),
    *(datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1)),
    *([], [1], [True], [1, "a"], [1.5], ["a"], [[1]], [None], [[]], [0, -1], [Dog()], ["a", None]),
    *((), (1,), (1, 2), (1, "a"), (True, 1), (1, True), (1, 2, 3), ("a", "b"), (1.5, 2), ("a", (1, 2))),
    *(set(), {1}, {"a"}, frozenset({1}), frozenset({1.5}), frozenset({Dog()})),
    *({}, {"a": 1}, {"a": [1]}, {1: "a"}, {"a": True}, {"a": 1.5}, {"a": ["b"], "c": {"d": None}}, {"a": None}),
    *(collections.Counter("ab"), collections.OrderedDict(a=Dog()), collections.deque([1]), collections.deque(["a"])),
    *(range(3), iter([1]), iter("a"), (n for n in [1]), {"a": 1}.keys(), {"a": 1}.items(), Rows(), IntList([1])),
    *(IntList(["a"]), Registry({"a": 1}), Registry({1: 1}), Registry({"a": "b"}), Keyed(title="t", year=1)),
    *(Point(1, 2), Point("x", "y"), Point(True, 1), Labelled("n", Point(1, 2)), Labelled("n", (1, 2))),
    *(Pair(1, 2), Pair(1, "a"), Pair(1.5, 2.5), Pair("a", "b")),
    *({"title": "t"}, {"title": "t", "year": 1}, {"title": "t", "year": "1"}, {"title": "t", "year": 1.5}),
    *({"title": "t", "year": 1, "rating": 0.5}, {"title": 1, "year": 1}, {"title": "t", "year": 1, 2: 3}),
    *({"children": []}, {"children": [{"children": []}]}, {"children": [{"children": [1]}]}, {"children": [{}]}),
    *(BoxOf(value=1), BoxOf[int](value=1), BoxOf[float](value=1.5), BoxOf[str](value="a"), BoxOf.model_construct()),
    *(BoxOf[int].model_construct(value="a"), IntBox(value=1), IntBox.model_construct(value=None)),
    *(
        NamedBox[int](value=1, name="n"),
        NamedBox[int].model_construct(value=1, name=2),
        BoxOf.model_construct(value=Dog()),
    ),
    *(BoxOf[BoxOf[int]](value=BoxOf[int](value=1)), NamedBox[BoxOf[int]](value=BoxOf[int](value=1), name="n")),
    *(
        Cell(1),
        Cell(True),
        Cell(1.5),
        Cell("a"),
        Cell(Dog()),
        Cell(Animal()),
        IntCell(1),
        IntCell("a"),
        Source(),
        Sink(),
    ),
    *(Animal(), Dog(), File(), Unnamed(), Sized2(), Chain(), Scorer(), Counts(), NeedsTwo(), len, lambda text: 1.0),
    *(int, bool, float, str, Dog, Animal, Colour, type, object, BoxOf[int], Movie, HasName),
    *(np.zeros(2, np.uint8), np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.float32), np.zeros(2, np.float32)),
]


def taken(hint: Any) -> frozenset[int]:
    """The positions of the values that the checker of `hint` takes."""
    positions = set()
    for position, value in enumerate(VALUES):
        try:
            checker(hint).check(value)
        except Mismatch:
            continue
        positions.add(position)
    return frozenset(positions)


def test_what_is_assignable_validates() -> None:
    accepted = {}
    for hint in {id(h): h for pair in FITS + REFUSED for h in pair}.values():
        with contextlib.suppress(UnresolvedReference):
            accepted[id(hint)] = (hint, taken(hint))
    unsound = [
        (source, target, [VALUES[position] for position in by_source - by_target])
        for source, by_source in accepted.values()
        for target, by_target in accepted.values()
        if by_source - by_target and assignable(source, target)
    ]
    assert unsound == []
