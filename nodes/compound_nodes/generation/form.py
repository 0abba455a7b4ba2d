"""What an answer must look like: a JSON Schema, a grammar or a regular expression."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Form:
    """A form of answers, as text."""

    kind: Literal["JSON Schema", "grammar", "regular expression"]
    content: str
    """JSON; a grammar in the Lark dialect of llguidance (its docs/syntax.md); or a regular expression of Rust's syntax
    without look-around and back references."""

    @classmethod
    def of_model(cls, model: type[BaseModel]) -> Form:
        """JSON that `model` reads. Fields that a model only tolerates are not written: objects are closed."""
        return cls("JSON Schema", json.dumps(_closed(model.model_json_schema())))


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed
