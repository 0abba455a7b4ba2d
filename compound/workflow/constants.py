"""Constants and settings as plain data and back, side by side.

JSON knows no tuples, bytes, sets or models; those are objects with the one key `$tuple`, `$set`, … A dict is written
as it is when its keys are text without `$`, as pairs otherwise, so that nothing is lost or confused.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Collection
from typing import Any

from compound.errors.workflow import InvalidWorkflow, NotSerialisable
from compound.ports.summary import summarise
from compound.workflow.schemas import model_from_schema
from compound.workflow.types import read_type, write_type


def write_constant(value: Any, where: str) -> Any:
    """A value as data. Raises NotSerialisable."""
    kind = type(value)
    if kind in (int, str, bool, type(None)):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$float": str(value)}
    if kind is list:
        return [write_constant(item, where) for item in value]
    if kind in (tuple, set, frozenset):
        items = sorted(value, key=repr) if kind is not tuple else value
        return {f"${kind.__name__}": [write_constant(item, where) for item in items]}
    if kind is dict:
        return _write_dict(value, where)
    if kind is bytes:
        return {"$bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, type):
        return _write_class(value, where)
    if hasattr(kind, "model_validate") and hasattr(value, "model_dump"):
        return {"$model": write_type(kind, where), "fields": value.model_dump(mode="json")}
    raise NotSerialisable(
        where=where,
        what=summarise(value),
        mend="Pass it as an input of the pipeline, or make it inside a node.",
    )


def read_constant(data: Any, allowed: Collection[str], where: str) -> Any:
    """The value that data stands for. Raises InvalidWorkflow, UnknownReference."""
    if isinstance(data, list):
        return [read_constant(item, allowed, where) for item in data]
    if not isinstance(data, dict):
        return data
    match data:
        case {"$float": str(text)}:
            return float(text)
        case {"$tuple": list(items)}:
            return tuple(read_constant(item, allowed, where) for item in items)
        case {"$set": list(items)}:
            return {read_constant(item, allowed, where) for item in items}
        case {"$frozenset": list(items)}:
            return frozenset(read_constant(item, allowed, where) for item in items)
        case {"$pairs": list(pairs)}:
            return {read_constant(k, allowed, where): read_constant(v, allowed, where) for k, v in pairs}
        case {"$bytes": str(text)}:
            return base64.b64decode(text)
        case {"$class": name}:
            return _read_class(data, name, allowed, where)
        case {"$model": name, "fields": fields}:
            return read_type(name, allowed, where).model_validate(fields)
    if any(key.startswith("$") for key in data):
        raise InvalidWorkflow(where=where, problem=f"{sorted(data)} is no known form of a value")
    return {key: read_constant(item, allowed, where) for key, item in data.items()}


def _write_dict(value: dict[Any, Any], where: str) -> Any:
    if all(isinstance(key, str) and not key.startswith("$") for key in value):
        return {key: write_constant(item, where) for key, item in value.items()}
    return {"$pairs": [[write_constant(k, where), write_constant(v, where)] for k, v in value.items()]}


def _write_class(value: type, where: str) -> Any:
    data = {"$class": write_type(value, where)}
    if hasattr(value, "model_json_schema"):
        data["schema"] = value.model_json_schema()
    return data


def _read_class(data: dict[str, Any], name: Any, allowed: Collection[str], where: str) -> Any:
    from compound.errors.workflow import UnknownReference

    try:
        return read_type(name, allowed, where)
    except UnknownReference:
        if "schema" not in data:
            raise
        return model_from_schema(data["schema"], reference=name)
