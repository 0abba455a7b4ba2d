from __future__ import annotations

import enum
import typing
from collections.abc import Callable, Sequence
from typing import Annotated, Any, ForwardRef, Generic, Literal, NewType, Optional, TypeVar

import pytest
from annotated_types import Gt
from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from compound.ports.naming import type_name

T = TypeVar("T")
UserId = NewType("UserId", int)
Names = TypeAliasType("Names", list[str])
Many = TypeAliasType("Many", list[T], type_params=(T,))


class Colour(enum.Enum):
    RED = 1


class Box(BaseModel, Generic[T]):
    value: T

    class Lid: ...


@pytest.mark.parametrize(
    ("hint", "name"),
    [
        (int, "int"),
        (None, "None"),
        (type(None), "None"),
        (Any, "Any"),
        (int | None, "int | None"),
        (Optional[int], "int | None"),  # noqa: UP045
        (None | str | int, "str | int | None"),
        (list[int], "list[int]"),
        (typing.List[int], "list[int]"),  # noqa: UP006
        (list, "list"),
        (dict[str, list[int | None]], "dict[str, list[int | None]]"),
        (tuple[int, ...], "tuple[int, ...]"),
        (tuple[()], "tuple[()]"),
        (Sequence[int], "Sequence[int]"),
        (Callable[[int, str], bool], "Callable[[int, str], bool]"),
        (Callable[..., bool], "Callable[..., bool]"),
        (Literal["a", 1, None], "Literal['a', 1, None]"),
        (Literal[Colour.RED], "Literal[Colour.RED]"),
        (Annotated[int, Gt(0), "doc"], "Annotated[int, Gt(gt=0)]"),
        (Annotated[int, Field(gt=0, description="doc")], "Annotated[int, Gt(gt=0)]"),
        (list[Annotated[int, "doc"]], "list[int]"),
        (type[int], "type[int]"),
        (Box[int], "Box[int]"),
        (Box[list[str | None]], "Box[list[str | None]]"),
        (Box, "Box"),
        (Box.Lid, "Box.Lid"),
        (UserId, "UserId"),
        (T, "T"),
        (list[T], "list[T]"),
        (Names, "Names"),
        (Many[int], "Many[int]"),
        ("Receipt", "Receipt"),
        (list[ForwardRef("Receipt")], "list[Receipt]"),
        (typing.NoReturn, "Never"),
    ],
    ids=str,
)
def test_types_are_named_as_people_write_them(hint: Any, name: str) -> None:
    assert type_name(hint) == name


def test_a_class_made_in_a_function_goes_by_its_own_name() -> None:
    class Local: ...

    assert type_name(list[Local]) == "list[Local]"
