"""Constants and settings as plain data and back, side by side.

JSON knows no tuples, bytes, sets, dates or models; those are objects with a key that says which, `$tuple`, `$set`, … A
dict is written as it is when its keys are text without `$`, as pairs otherwise, so that nothing is lost or confused.
"""

from __future__ import annotations

import base64
import datetime
import math
import typing
from collections.abc import Callable, Collection
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

from compound.errors.workflow import InvalidWorkflow, NotSerialisable, UnknownReference
from compound.ports.hints import is_data_class, is_model, is_named_tuple
from compound.ports.summary import summarise
from compound.workflow.schemas import model_from_schema
from compound.workflow.types import read_type, write_type

_TEXTUAL: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "$float": (float, str, float),
    "$bytes": (
        bytes,
        lambda data: base64.b64encode(data).decode("ascii"),
        lambda t: base64.b64decode(t, validate=True),
    ),
    "$path": (Path, str, Path),
    "$date": (datetime.date, datetime.date.isoformat, datetime.date.fromisoformat),
    "$datetime": (datetime.datetime, datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    "$time": (datetime.time, datetime.time.isoformat, datetime.time.fromisoformat),
    "$decimal": (Decimal, str, Decimal),
    "$uuid": (UUID, str, UUID),
}
"""Scalars that are written as text: their class, and both ways."""
_OF_CLASS = {kind: key for key, (kind, _, _) in _TEXTUAL.items()} | {type(Path()): "$path"}
_ITEMS: dict[str, Callable[[list[Any]], Any]] = {"$tuple": tuple, "$set": set, "$frozenset": frozenset}


def write_constant(value: Any, where: str) -> Any:
    """A value as data. Raises NotSerialisable."""
    kind = type(value)
    if kind in (int, str, bool, type(None)) or (kind is float and math.isfinite(value)):
        return value
    if kind in _OF_CLASS:
        key = _OF_CLASS[kind]
        return {key: _TEXTUAL[key][1](value)}
    if kind is list:
        return [write_constant(item, where) for item in value]
    if kind in (tuple, set, frozenset):
        items = sorted(value, key=repr) if kind is not tuple else value
        return {f"${kind.__name__}": [write_constant(item, where) for item in items]}
    if kind is dict:
        return _write_dict(value, where)
    if isinstance(value, type) or typing.get_origin(value) is not None:
        return _write_class(value, where)
    if isinstance(value, Enum):
        return {"$enum": write_type(kind, where), "name": value.name}
    return _write_object(value, where)


def read_constant(data: Any, allowed: Collection[str], where: str) -> Any:
    """The value that data stands for. Raises InvalidWorkflow, UnknownReference."""
    if isinstance(data, list):
        return [read_constant(item, allowed, where) for item in data]
    if not isinstance(data, dict):
        return data
    if not any(isinstance(key, str) and key.startswith("$") for key in data):
        return {key: read_constant(item, allowed, where) for key, item in data.items()}
    try:
        return _read_marked(data, allowed, where)
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise InvalidWorkflow(where=where, problem=f"{sorted(map(str, data))} holds no such value: {error}") from None


def _read_marked(data: dict[Any, Any], allowed: Collection[str], where: str) -> Any:
    match data:
        case {"$pairs": list(pairs)}:
            return {read_constant(k, allowed, where): read_constant(v, allowed, where) for k, v in pairs}
        case {"$class": name}:
            return _read_class(data, name, allowed, where)
        case {"$enum": name, "name": str(member)}:
            return _of_kind(read_type(name, allowed, where), where, lambda kind: issubclass(kind, Enum))[member]
        case {"$object": name, "fields": dict(fields)}:
            return _read_object(name, fields, allowed, where)
    [(key, content)] = data.items()
    if key in _TEXTUAL and isinstance(content, str):
        return _TEXTUAL[key][2](content)
    if key in _ITEMS and isinstance(content, list):
        return _ITEMS[key]([read_constant(item, allowed, where) for item in content])
    raise ValueError("it is no known form")


def _write_dict(value: dict[Any, Any], where: str) -> Any:
    if all(type(key) is str and not key.startswith("$") for key in value):
        return {key: write_constant(item, where) for key, item in value.items()}
    return {"$pairs": [[write_constant(k, where), write_constant(v, where)] for k, v in value.items()]}


def _write_class(value: Any, where: str) -> Any:
    data = {"$class": write_type(value, where)}
    if hasattr(value, "model_json_schema"):
        data["schema"] = value.model_json_schema()
    return data


def _read_class(data: dict[Any, Any], name: Any, allowed: Collection[str], where: str) -> Any:
    try:
        return read_type(name, allowed, where)
    except UnknownReference:
        if "schema" not in data or not isinstance(name, str):
            raise
        return model_from_schema(data["schema"], reference=name)


def _write_object(value: Any, where: str) -> Any:
    """A model, dataclass or NamedTuple by its fields, if they are all that there is to it."""
    kind = type(value)
    if _has_fields(kind):
        fields = {name: write_constant(getattr(value, name), f"{where}.{name}") for name in _field_names(kind)}
        written = write_type(kind, where)
        if _made(kind, {name: getattr(value, name) for name in fields}) == value:
            return {"$object": written, "fields": fields}
    raise NotSerialisable(
        where=where, what=summarise(value), mend="Pass it as an input of the pipeline, or make it inside a node."
    )


def _read_object(name: Any, fields: dict[str, Any], allowed: Collection[str], where: str) -> Any:
    kind = _of_kind(read_type(name, allowed, where), where, _has_fields)
    if unknown := set(fields) - set(_field_names(kind)):
        raise InvalidWorkflow(where=where, problem=f"{name!r} has no fields {sorted(unknown)}")
    return _made(kind, {key: read_constant(item, allowed, where) for key, item in fields.items()})


def _made(kind: Any, fields: dict[str, Any]) -> Any:
    return kind.model_validate(fields, by_name=True) if is_model(kind) else kind(**fields)


def _has_fields(kind: Any) -> bool:
    return is_model(kind) or is_data_class(kind) or is_named_tuple(kind)


def _field_names(kind: Any) -> tuple[str, ...]:
    if is_model(kind):
        return tuple(kind.model_fields)
    if is_named_tuple(kind):
        return tuple(kind._fields)
    from dataclasses import fields

    return tuple(field.name for field in fields(kind) if field.init)


def _of_kind(found: Any, where: str, wanted: Callable[[Any], bool]) -> Any:
    if not isinstance(found, type) or not wanted(found):
        raise InvalidWorkflow(where=where, problem=f"{found!r} is not a class of such values")
    return found
