"""A pydantic model made from JSON Schema, for the schema of a node's setting whose class cannot be imported."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Union
from weakref import WeakSet

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from compound.errors.workflow import InvalidWorkflow

_FORMATS = {
    "date": datetime.date, "date-time": datetime.datetime, "time": datetime.time, "duration": datetime.timedelta,
}  # fmt: skip
_made: WeakSet[type] = WeakSet()
_TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "null": type(None)}
_Scalar = str | int | float | bool | None


class _Schema(BaseModel):
    """What is read of a schema; the rest of it is passed over."""

    model_config = ConfigDict(frozen=True, strict=True)

    definitions: dict[str, _Schema] = Field({}, alias="$defs")
    ref: str | None = Field(None, alias="$ref")
    enum: list[_Scalar] | None = Field(None, min_length=1)
    const: _Scalar = None
    any_of: list[_Schema] | None = Field(None, alias="anyOf", min_length=1)
    type: Any = None
    items: _Schema | None = None
    properties: dict[str, _Schema] | None = None
    required: list[str] = []
    format: str = ""
    title: str | None = None
    description: str | None = None
    default: Any = None


def model_from_schema(schema: Mapping[str, Any], reference: str = "") -> Any:
    """A model with the fields, defaults, titles and descriptions of an object schema. Raises InvalidWorkflow.

    `reference` becomes the model's module and name, so that it is written again as it was read.
    """
    try:
        read = _Schema.model_validate(schema)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(("schema", *map(str, first["loc"])))
        raise InvalidWorkflow(where=where, problem=first["msg"]) from None
    return _Reader(read.definitions).model(read, reference)


def is_from_schema(model: type) -> bool:
    """Whether a model was made here, so that nobody will find it under its name."""
    return model in _made


class _Reader:
    def __init__(self, definitions: Mapping[str, _Schema]) -> None:
        self._definitions = definitions
        self._models: dict[str, Any] = {}

    def model(self, schema: _Schema, reference: str = "") -> Any:
        fields: dict[str, Any] = {}
        for name, field in (schema.properties or {}).items():
            if name.startswith("_") or name == "model_config":
                raise InvalidWorkflow(where="schema", problem=f"a field of a model cannot be called {name!r}")
            default = ... if name in schema.required else field.default
            fields[name] = (self.hint(field), Field(default, title=field.title, description=field.description))
        module, _, qualname = reference.partition(":")
        name = qualname or schema.title or "Model"
        made: type = create_model(name, __module__=module or __name__, __doc__=schema.description, **fields)
        _made.add(made)
        return made

    def hint(self, schema: _Schema) -> Any:
        """The Python type that a schema describes."""
        if schema.ref is not None:
            return self._referred(schema.ref.rpartition("/")[2])
        if schema.enum or "const" in schema.model_fields_set:
            return Literal[tuple(schema.enum or [schema.const])]
        if schema.any_of:
            return Union[tuple(self.hint(member) for member in schema.any_of)]  # noqa: UP007 - made from a list
        if schema.type == "array":
            return list[self.hint(schema.items) if schema.items else Any]  # type: ignore[misc]
        if schema.type == "object" or schema.properties is not None:
            return dict[str, Any] if schema.properties is None else self.model(schema)
        if schema.type == "string":
            return _FORMATS.get(schema.format, str)
        return _TYPES.get(schema.type, Any) if isinstance(schema.type, str) else Any

    def _referred(self, name: str) -> Any:
        if name not in self._definitions:
            raise InvalidWorkflow(where=f"#/$defs/{name}", problem="the schema refers to a definition it does not have")
        if name not in self._models:
            self._models[name] = Any  # a model that contains itself takes anything there
            schema = self._definitions[name]
            self._models[name] = self.hint(schema) if schema.enum else self.model(schema)
        return self._models[name]
