"""How values that hold arrays stand in pydantic models: as themselves in Python, as a reference in JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

V = TypeVar("V")


def by_reference(cls: type[V], refer: Callable[[V], dict[str, Any]]) -> CoreSchema:
    """A pydantic schema that takes instances of `cls` and writes `refer(value)` to JSON.

    A reference holds the digest and not the content, so JSON alone cannot give the value back: trying to is a
    validation error that names `compound.values.codec`.
    """
    from pydantic_core import core_schema

    return core_schema.json_or_python_schema(
        json_schema=core_schema.no_info_plain_validator_function(lambda _: _refuse(cls.__name__)),
        python_schema=core_schema.is_instance_schema(cls),
        serialization=core_schema.plain_serializer_function_ser_schema(refer, when_used="json"),
    )


def reference_schema(title: str, properties: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a reference, all of whose properties are required."""
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "blake3 of the content"}
PIXELS = {"type": "integer", "minimum": 1}


def _refuse(name: str) -> NoReturn:
    from pydantic_core import PydanticCustomError

    raise PydanticCustomError(
        "reference",
        "JSON refers to the {name} without holding it; decode with compound.values.codec and the blobs",
        {"name": name},
    )
