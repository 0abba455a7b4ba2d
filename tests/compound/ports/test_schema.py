from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, NotRequired, Protocol, TypedDict

import pytest
from pydantic import BaseModel, Field

from compound.ports.schema import json_schema


class Mask: ...


class Receipt(BaseModel):
    total: Annotated[float, Field(ge=0)]


class Row(TypedDict):
    name: str
    mask: NotRequired[Mask]


class Closes(Protocol):
    def close(self) -> None: ...


MASK = {"title": "Mask", "x-python": f"{__name__}:Mask"}


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (int, {"type": "integer"}),
        (None, {"type": "null"}),
        (list[str], {"type": "array", "items": {"type": "string"}}),
        (Mask, MASK),
        (list[Mask], {"type": "array", "items": MASK}),
        (Mask | None, {"anyOf": [MASK, {"type": "null"}]}),
        (Closes, {"title": "Closes", "x-python": f"{__name__}:Closes"}),
        (Callable[[int], str], {"title": "Callable[[int], str]"}),
        ("Nowhere", {"title": "Nowhere"}),
        (
            Row,
            {
                "title": "Row",
                "type": "object",
                "properties": {"name": {"type": "string"}, "mask": MASK},
                "required": ["name"],
            },
        ),
    ],
    ids=str,
)
def test_each_type_has_a_json_schema(hint: Any, schema: dict[str, Any]) -> None:
    assert json_schema(hint) == schema


def test_a_model_has_the_schema_that_pydantic_gives_it() -> None:
    assert json_schema(Receipt) == Receipt.model_json_schema()
