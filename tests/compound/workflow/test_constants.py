"""Constants, settings and types as data and back: nothing is lost and nothing is confused."""

from __future__ import annotations

import datetime
import enum
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Optional
from uuid import UUID

import pytest
from annotated_types import Ge
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from compound.errors import NotSerialisable
from compound.values import Extracted, Image, PageText
from compound.workflow.constants import read_constant, write_constant
from compound.workflow.types import read_type, write_type

HERE = frozenset[str]()


class Color(enum.Enum):
    RED = 1


class Word(enum.StrEnum):
    YES = "yes"


class Model(BaseModel):
    a: int
    b: tuple[bytes, ...] = ()
    c: float = Field(1.0, alias="see")


@dataclass(frozen=True)
class Data:
    a: int
    b: Model


class Pair(NamedTuple):
    a: int
    b: str


def there_and_back(value: Any) -> Any:
    return read_constant(json.loads(json.dumps(write_constant(value, "here"))), HERE, "here")


def equal(one: Any, other: Any) -> bool:
    """Equality by value and by type, all the way down; nan is itself, and 0.0 is not -0.0."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return (one == other and math.copysign(1, one) == math.copysign(1, other)) or (one != one and other != other)
    if isinstance(one, dict):
        return all(equal(*pair) for pair in zip(one.items(), other.items(), strict=True))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == other)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates() | st.decimals(
    allow_nan=False
)  # fmt: skip
hashable = st.integers() | st.booleans() | st.text() | st.binary()
data = st.recursive(
    scalars | st.frozensets(st.integers()) | st.sets(st.text()),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.just("$tuple") | st.just("$object"), inner)
        | st.dictionaries(hashable, inner)
    ),
    max_leaves=10,
)


@given(data)
def test_plain_data_is_exact(value: Any):
    assert equal(there_and_back(value), value)


@pytest.mark.parametrize(
    "value",
    [
        Color.RED, Word.YES, Model(a=1, b=(b"\xff",), see=2.0), Data(1, Model(a=2)), Pair(1, "a"), Path("a/b"),
        math.nan, datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC), datetime.time(1, 2), UUID(int=1), Decimal("1.10"),
        {1: "a", "1": "b", (1, 2): "c"}, {"$tuple": [1]}, [Model(a=1)], Model, Extracted[Model], list[int], int,
    ],
    ids=repr,
)  # fmt: skip
def test_values_of_many_kinds_are_exact(value: Any):
    assert equal(there_and_back(value), value)


def test_what_is_read_is_written_the_same():
    value = {"a": (1, 2.5, None), 3: [b"a", {"x"}]}
    written = write_constant(value, "here")
    assert write_constant(read_constant(written, HERE, "here"), "here") == written


def test_an_object_that_is_more_than_its_fields_is_refused():
    class Counted(BaseModel):
        a: int

    with pytest.raises(NotSerialisable, match="here"):
        write_constant(Counted(a=1), "here")
    with pytest.raises(NotSerialisable, match="here: an Image"):
        write_constant(Image.from_array(_black()), "here")


def _black() -> Any:
    import numpy as np

    return np.zeros((2, 2), dtype=np.uint8)


@pytest.mark.parametrize(
    "hint",
    [
        int, None, object, Any, list, list[int], dict[str, list[int]], tuple[int, ...], tuple[int, str], tuple[()],
        int | None, Optional[str], Literal["a", 1, None], Sequence[int], Model, Extracted[Model], PageText,  # noqa: UP045
        type[Model], Annotated[int, Field(ge=1, lt=5)], Annotated[str, Field(min_length=2)], Literal[Word.YES],
    ],
    ids=str,
)  # fmt: skip
def test_types_are_exact(hint: Any):
    written = json.loads(json.dumps(write_type(hint, "here")))
    read = read_type(written, HERE, "here")
    assert write_type(read, "here") == written
    if getattr(hint, "__metadata__", None) is None:
        assert read == (type(None) if hint is None else hint)


def test_a_description_is_no_part_of_a_type_and_an_unknown_constraint_is_refused():
    assert write_type(Annotated[int, "in pixels"], "here") == "int"
    assert write_type(Annotated[int, Ge(1)], "here") == {"constrained": "int", "by": {"ge": 1}}
    with pytest.raises(NotSerialisable, match="the constraint"):
        write_type(Annotated[str, Field(pattern="a+")], "here")


def test_a_class_that_cannot_be_found_comes_back_with_the_same_fields():
    written = write_constant(Model, "here")
    written["$class"] = "nowhere_to_be_found:Model"
    made = read_constant(written, HERE, "here")
    assert made.model_json_schema()["properties"].keys() == Model.model_json_schema()["properties"].keys()
    assert write_constant(made, "here")["$class"] == "nowhere_to_be_found:Model"
