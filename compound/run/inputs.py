"""Values from outside, made into what a pipeline's inputs take. This is the only place where anything is converted."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import TYPE_CHECKING, Any

from compound.errors.ports import Mismatch
from compound.errors.run import InputMismatch
from compound.graph.binding import bind
from compound.graph.building import Edge
from compound.ports.checker import checker
from compound.ports.naming import type_name

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.ports.signature import Port


def bind_inputs(pipeline: Pipeline[Any, Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
    """The inputs in order, defaults filled in, converted and checked. Raises InputMismatch, MissingInput, …"""
    ports = pipeline.signature.inputs
    if len(args) == len(ports) and not kwargs and pipeline.signature.positional:
        return tuple([_fit(pipeline, port, value) for port, value in zip(ports, args, strict=True)])
    given = {port.name: value for port, value in bind(Edge(pipeline), args, kwargs)}
    return tuple(_fit(pipeline, port, given[port.name]) if port.name in given else port.default for port in ports)


def _fit(pipeline: Pipeline[Any, Any], port: Port, value: Any) -> Any:
    guard = port.checker
    if type(value) is guard.exact:
        return value
    try:
        guard.check(value)
    except Mismatch as mismatch:
        return _converted(pipeline, port, value, mismatch)
    return value


def _converted(pipeline: Pipeline[Any, Any], port: Port, value: Any, mismatch: Mismatch) -> Any:
    try:
        converted = convert(value, port.hint)
        port.checker.check(converted)
    except (TypeError, Mismatch):
        problem = f"got {mismatch.summary}" + (f" at {mismatch.path}" if mismatch.path else "")
        raise InputMismatch(
            pipeline=pipeline.name, port=port.name, wanted=type_name(port.hint), problem=problem
        ) from None
    except ValueError as error:  # what a model says about a dict
        raise InputMismatch(
            pipeline=pipeline.name, port=port.name, wanted=type_name(port.hint), problem=str(error)
        ) from error
    return converted


def convert(value: Any, hint: Any) -> Any:
    """The value as this type: by the type's own `__compound_convert__`, a model from a dict, item by item in a list.

    Raises TypeError when there is no way, and whatever a conversion that knows the value raises (an unreadable image).
    """
    if isinstance(hint, type) and isinstance(value, hint):
        return value
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        return _first_that_fits(value, arguments)
    if origin in (list, Sequence) and isinstance(value, list | tuple):
        return [convert(item, arguments[0]) for item in value]
    if origin is tuple and arguments[1:] == (...,) and isinstance(value, list | tuple):
        return tuple(convert(item, arguments[0]) for item in value)
    own = getattr(hint, "__compound_convert__", None)
    if own is not None:
        return own(value)
    if isinstance(value, Mapping) and hasattr(hint, "model_validate"):
        return hint.model_validate(value)
    checker(hint).check(value)
    return value


def _first_that_fits(value: Any, hints: tuple[Any, ...]) -> Any:
    telling: Exception | None = None
    for hint in hints:
        try:
            return convert(value, hint)
        except (TypeError, Mismatch):
            continue
        except Exception as error:  # noqa: BLE001 - another member may take it; if none does, this says why
            telling = telling or error
    raise telling or TypeError("no member of the union takes it")
