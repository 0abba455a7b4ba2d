"""The JSON Schema of a type."""

from __future__ import annotations

from typing import Any

from pydantic import (
    ConfigDict,
    PydanticInvalidForJsonSchema,
    PydanticSchemaGenerationError,
    PydanticUserError,
    TypeAdapter,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import SchemaError, core_schema

from compound.ports import hints
from compound.ports.hints import plain, unpack
from compound.ports.members import keys
from compound.ports.naming import type_name


def json_schema(hint: Any) -> dict[str, Any]:
    """The JSON Schema of values of type `hint`, as pydantic gives it.

    A class that JSON has no form for is given by name: `{"title": "Mask", "x-python": "module:Mask"}`.
    """
    hint = plain(hint)
    if hints.is_typed_dict(unpack(hint)[0]):
        return _of_typed_dict(hint)
    try:
        return _adapter(hint).json_schema(schema_generator=_ByName)
    except (PydanticSchemaGenerationError, PydanticInvalidForJsonSchema, PydanticUserError, SchemaError):
        return _named(hint)


def _adapter(hint: Any) -> TypeAdapter[Any]:
    origin, _ = unpack(hint)
    if hints.is_model(origin) or hints.is_data_class(origin):
        # These bring a configuration of their own, and pydantic takes no second one.
        return TypeAdapter(hint)
    return TypeAdapter(hint, config=ConfigDict(arbitrary_types_allowed=True))


def _of_typed_dict(hint: Any) -> dict[str, Any]:
    # pydantic refuses typing.TypedDict before Python 3.12.
    declared = keys(hint)
    return {
        "title": type_name(hint),
        "type": "object",
        "properties": {name: json_schema(field) for name, (field, _) in declared.items()},
        "required": [name for name, (_, required) in declared.items() if required],
    }


class _ByName(GenerateJsonSchema):
    """pydantic's generator, for which a plain class is its name."""

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        return _named(schema["cls"])


def _named(hint: Any) -> dict[str, Any]:
    schema = {"title": type_name(hint)}
    if isinstance(hint, type):
        schema["x-python"] = f"{hint.__module__}:{hint.__qualname__}"
    return schema
