from __future__ import annotations

import collections
from dataclasses import InitVar, dataclass
from typing import Annotated, Any, ClassVar, Generic, NamedTuple, NotRequired, TypedDict, TypeVar

import pytest
from annotated_types import Ge
from pydantic import BaseModel, Field, RootModel

from compound.ports.fields import field_types, tuple_items

T = TypeVar("T")
U = TypeVar("U")


class Point(NamedTuple):
    x: int
    y: float


class Pair(NamedTuple, Generic[T]):
    first: T
    second: list[T]


class Receipt(BaseModel):
    kind: ClassVar[str] = "receipt"
    total: Annotated[float, Field(ge=0)]
    store: str | None = None


class Box(BaseModel, Generic[T]):
    value: T


class NamedBox(Box[list[U]], Generic[U]):
    name: str


@dataclass
class Cell(Generic[T]):
    size: ClassVar[int]
    seed: InitVar[int]
    value: T
    parent: Cell[T] | None = None


class IntCell(Cell[int]):
    def area(self) -> int:
        return 1


class Row(TypedDict):
    name: str
    total: NotRequired[float]


class Document:
    name: str


@pytest.mark.parametrize(
    ("hint", "fields"),
    [
        (Point, {"x": int, "y": float}),
        (Pair[int], {"first": int, "second": list[int]}),
        (collections.namedtuple("Bare", "a b"), {"a": Any, "b": Any}),
        (Receipt, {"total": Annotated[float, Ge(0)], "store": str | None}),
        (Annotated[Receipt, "doc"], {"total": Annotated[float, Ge(0)], "store": str | None}),
        (Box[int], {"value": int}),
        (NamedBox[str], {"value": list[str], "name": str}),
        (Cell[int], {"value": int, "parent": Cell[int] | None}),
        (IntCell, {"value": int, "parent": Cell[int] | None}),
        (RootModel[list[int]], {"root": list[int]}),
        (Row, {"name": str}),
    ],
    ids=str,
)
def test_declared_fields_are_known_before_there_is_a_value(hint: Any, fields: dict[str, Any]) -> None:
    assert field_types(hint) == fields


@pytest.mark.parametrize(
    "hint", [int, Document, dict[str, int], Receipt | None, tuple[int, str], Any, None, T], ids=str
)
def test_other_types_declare_none(hint: Any) -> None:
    assert field_types(hint) is None


@pytest.mark.parametrize(
    ("hint", "items"),
    [
        (tuple[int, str], (int, str)),
        (tuple[()], ()),
        (Point, (int, float)),
        (Pair[int], (int, list[int])),
        (Annotated[tuple[int, str], "doc"], (int, str)),
    ],
    ids=str,
)
def test_tuples_of_fixed_length_can_be_unpacked(hint: Any, items: tuple[Any, ...]) -> None:
    assert tuple_items(hint) == items


@pytest.mark.parametrize("hint", [tuple[int, ...], tuple, list[int], int, Receipt, Any], ids=str)
def test_nothing_else_can_be_unpacked(hint: Any) -> None:
    assert tuple_items(hint) is None
