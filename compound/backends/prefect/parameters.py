"""The inputs of a pipeline as parameters of a deployment, which are JSON, and back, side by side.

A parameter is what a person fills into a form or a program posts. A type that the pipeline's edge makes out of text, as
an `Image` is made of a path, is therefore offered as text; one that JSON has no form for takes anything, and the edge
of the pipeline says what is wrong with it.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from prefect.utilities.callables import generate_parameter_schema, parameter_docstrings
from prefect.utilities.schema_tools import validate
from pydantic import PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import SchemaError

from compound.ports.hints import is_model, is_union, union, unpack

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.ports.signature import Port

Schema = dict[str, Any]


def schema_of(pipeline: Pipeline[Any, Any]) -> Schema:
    """JSON Schema of the inputs by name, with their defaults, and descriptions from the `Args:` of the docstring."""
    signature = inspect.Signature([_parameter(port) for port in pipeline.signature.inputs])
    schema = generate_parameter_schema(signature, parameter_docstrings(pipeline.__doc__))
    data: Schema = schema.model_dump(exclude_unset=True)
    properties = {name: _with_one_text(of) for name, of in data["properties"].items()}
    return {**data, "properties": properties, "additionalProperties": False}


def does_fit(pipeline: Pipeline[Any, Any], name: str, value: Any) -> bool:
    """Whether the server would take this value, which is JSON, for an input."""
    schema = schema_of(pipeline)
    return not validate({name: value}, {**schema, "required": []})


def inputs_from(pipeline: Pipeline[Any, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs out of JSON: text becomes a path where one is wanted. What does not fit is left for the edge to blame."""
    hints = {port.name: port.hint for port in pipeline.signature.inputs}
    return {name: _read(hints.get(name, Any), value) for name, value in parameters.items()}


def _parameter(port: Port) -> inspect.Parameter:
    parameter = inspect.Parameter(
        port.name, inspect.Parameter.KEYWORD_ONLY, default=port.default, annotation=_offered(port.hint)
    )
    try:
        generate_parameter_schema(inspect.Signature([parameter]), {})
    except PydanticUserError:
        return parameter.replace(annotation=Any)
    return parameter


def _offered(hint: Any) -> Any:
    """The type that a parameter is offered as, for an input of this type."""
    if _is_convertible(hint):
        return str | hint if is_model(hint) else str
    origin, arguments = unpack(hint)
    if is_union(hint):
        return union(map(_offered, arguments))
    if origin in (list, Sequence) and arguments:
        return list[_offered(arguments[0])]  # type: ignore[misc]
    return hint


def _read(hint: Any, value: Any) -> Any:
    if _offered(hint) != hint:
        return value  # the edge of the pipeline converts it
    try:
        return TypeAdapter(hint).validate_python(value)
    except (PydanticUserError, SchemaError, ValidationError):
        return value


def _is_convertible(hint: Any) -> bool:
    return isinstance(hint, type) and hasattr(hint, "__compound_convert__")


def _with_one_text(schema: Schema) -> Schema:
    """The same schema without a choice between kinds of plain text, such as paths and strings."""
    if "items" in schema:
        schema = {**schema, "items": _with_one_text(schema["items"])}
    members = schema.get("anyOf", [])
    texts = [member for member in members if member.get("type") == "string" and member.keys() <= {"type", "format"}]
    if len(texts) < 2:
        return schema
    kept = [{"type": "string"}, *(member for member in members if member not in texts)]
    others = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**others, "anyOf": kept} if len(kept) > 1 else {**others, **kept[0]}
