"""From a pipeline's function to its plan, and from a pipeline inside a pipeline to steps of the outer one."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from compound.errors.build import BuildError, RecursivePipeline, SymbolInside
from compound.graph.binding import RETURN, bind
from compound.graph.lint import lint
from compound.graph.plan import Plan
from compound.graph.symbol import Symbol
from compound.graph.trace import Trace
from compound.nodes.declaration import Declaration
from compound.nodes.policy import Policy
from compound.ports.signature import Port

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline

_entered: ContextVar[tuple[Any, ...]] = ContextVar("compound_entered", default=())


def build_plan(pipeline: Pipeline[Any, Any]) -> Plan:
    """Traces the function and compiles the trace. Raises a BuildError, or a DeclarationError."""
    trace = Trace(pipeline.name)
    symbols = {port.name: trace.input(port) for port in pipeline.signature.inputs}
    with trace.recording():
        result = _trace_function(pipeline, symbols)
        slot = trace.feed(pipeline.name, Port(RETURN, pipeline.signature.output.hint), result)
    return Plan(trace, (slot,))


def nest(trace: Trace, pipeline: Pipeline[Any, Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Symbol:
    """Records the steps of an inner pipeline in the outer trace, under `name/`; its edges are checked like a node's."""
    bound = {port.name: value for port, value in bind(Edge(pipeline), args, kwargs)}
    symbols = {}
    for port in pipeline.signature.inputs:
        slot = trace.feed(pipeline.name, port, bound.get(port.name, port.default))
        symbols[port.name] = Symbol(trace, slot, port)
    with trace.nested(pipeline.name):
        result = _trace_function(pipeline, symbols)
    slot = trace.feed(pipeline.name, Port(RETURN, pipeline.signature.output.hint), result)
    return Symbol(trace, slot, pipeline.signature.output)


def _trace_function(pipeline: Pipeline[Any, Any], symbols: dict[str, Symbol]) -> Any:
    """Calls the traced function with symbols for its inputs; what it returns."""
    entered = _entered.get()
    if pipeline in entered:
        names = [p.name for p in entered[entered.index(pipeline) :]]
        raise RecursivePipeline(chain=(*names, pipeline.name))
    lint(pipeline.function, pipeline.name)
    token = _entered.set((*entered, pipeline))
    try:
        positional = [symbols[port.name] for port in pipeline.signature.inputs if not port.keyword]
        keyword = {port.name: symbols[port.name] for port in pipeline.signature.inputs if port.keyword}
        return pipeline.function(*positional, **keyword)
    except BuildError as error:
        _note_place(error, pipeline.function)
        raise
    except ValueError as error:
        if (model := _validated(error)) is not None:
            raise SymbolInside(where=pipeline.name, holder=model, kind="object") from None
        raise
    finally:
        _entered.reset(token)


def _note_place(error: BuildError, function: Any) -> None:
    """Notes the line of the traced function that was refused; of nested ones the innermost."""
    if getattr(error, "__notes__", None):
        return
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code is getattr(function, "__code__", None):
            code = linecache.getline(frame.f_code.co_filename, line).strip()
            error.add_note(f"at {frame.f_code.co_filename}:{line}{f': {code}' if code else ''}")


def _validated(error: Any) -> str | None:
    """The name of the model that was made with a symbol for a field, when this is pydantic's word about it."""
    if not hasattr(error, "title") or not hasattr(error, "errors"):
        return None
    symbolic = any(type(fault["input"]) is Symbol for fault in error.errors())
    return str(error.title) if symbolic else None


class Edge(Declaration):
    """The outer edge of a pipeline, seen as a node to bind arguments to."""

    __slots__ = ("pipeline",)

    def __init__(self, pipeline: Pipeline[Any, Any]) -> None:
        super().__init__(pipeline.function, Policy(), name=pipeline.name, ref=pipeline.ref)
        self._signature = pipeline.signature
