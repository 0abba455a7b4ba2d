"""A pydantic model made from JSON Schema, for the schema of a node's setting whose class cannot be imported."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Union
from weakref import WeakSet

from compound.errors.workflow import InvalidWorkflow

_FORMATS = {
    "date": datetime.date, "date-time": datetime.datetime, "time": datetime.time, "duration": datetime.timedelta,
}  # fmt: skip
_made: WeakSet[type] = WeakSet()
_TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "null": type(None)}


def model_from_schema(schema: Mapping[str, Any], reference: str = "") -> Any:
    """A model with the fields, defaults, titles and descriptions of an object schema. Raises InvalidWorkflow.

    `reference` becomes the model's module and name, so that it is written again as it was read.
    """
    return _Reader(schema.get("$defs", {})).model(schema, reference)


def is_from_schema(model: type) -> bool:
    """Whether a model was made here, so that nobody will find it under its name."""
    return model in _made


class _Reader:
    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._models: dict[str, Any] = {}

    def model(self, schema: Mapping[str, Any], reference: str = "") -> Any:
        from pydantic import Field, create_model

        required = set(schema.get("required", ()))
        fields: dict[str, Any] = {}
        for name, field in schema.get("properties", {}).items():
            default = ... if name in required else field.get("default")
            fields[name] = (
                self.hint(field),
                Field(default, title=field.get("title"), description=field.get("description")),
            )
        module, _, qualname = reference.partition(":")
        name = qualname or schema.get("title", "Model")
        made = create_model(name, __module__=module or __name__, __doc__=schema.get("description"), **fields)
        _made.add(made)
        return made

    def hint(self, schema: Mapping[str, Any]) -> Any:
        """The Python type that a schema describes."""
        if "$ref" in schema:
            return self._referred(schema["$ref"].rpartition("/")[2])
        if "enum" in schema or "const" in schema:
            return Literal[tuple(schema.get("enum", [schema.get("const")]))]
        if "anyOf" in schema:
            return Union[tuple(self.hint(member) for member in schema["anyOf"])]  # noqa: UP007 - made from a list
        kind = schema.get("type")
        if kind == "array":
            return list[self.hint(schema.get("items", {}))]  # type: ignore[misc]
        if kind == "object" or "properties" in schema:
            return self.model(schema) if "properties" in schema else dict[str, Any]
        if kind == "string":
            return _FORMATS.get(schema.get("format", ""), str)
        return _TYPES.get(kind, Any) if isinstance(kind, str) else Any

    def _referred(self, name: str) -> Any:
        if name not in self._definitions:
            raise InvalidWorkflow(where=f"#/$defs/{name}", problem="the schema refers to a definition it does not have")
        if name not in self._models:
            self._models[name] = Any  # a model that contains itself takes anything there
            schema = self._definitions[name]
            self._models[name] = self.hint(schema) if "enum" in schema else self.model(schema)
        return self._models[name]
