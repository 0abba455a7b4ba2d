"""What a call of a node means: a step of the pipeline that is being traced, or the work itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from compound.graph.tracing import active
from compound.run.context import current_node, entered

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration


def apply(declaration: Declaration, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """Records the call when a pipeline is being traced; runs it otherwise."""
    trace = active.get()
    if trace is not None:
        return trace.call(declaration, args, kwargs)
    return run_now(declaration, args, kwargs)


def run_now(declaration: Declaration, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """Runs the function with its inputs and its output checked; an async node gives a coroutine."""
    from compound.graph.binding import check_constants

    check_constants(declaration, args, kwargs)
    if not declaration.loads:
        return _run(declaration, args, kwargs)
    with entered(current_node().inner()):
        return _run(declaration, args, kwargs)


def _run(declaration: Declaration, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    result = declaration.call(*args, **kwargs)
    if inspect.iscoroutine(result):
        return _awaited(declaration, result)
    if inspect.isgenerator(result):
        result = drain(result)
    elif inspect.isasyncgen(result):
        return _collected(declaration, result)
    return _checked(declaration, result)


def drain(generator: Any, emit: Callable[[Any], None] = lambda partial: None) -> Any:
    """Runs a generator to its end: what it returns or, when it returns nothing, the list of what it yielded."""
    partials: list[Any] = []
    while True:
        try:
            partial = next(generator)
        except StopIteration as stop:
            return partials if stop.value is None else stop.value
        partials.append(partial)
        emit(partial)


def _checked(declaration: Declaration, result: Any) -> Any:
    from compound.errors.ports import Mismatch
    from compound.errors.run import OutputMismatch

    output = declaration.signature.output
    if not output.free:
        try:
            output.checker.check(result)
        except Mismatch as mismatch:
            raise OutputMismatch(node=declaration.name, mismatch=mismatch) from None
    return result


async def _awaited(declaration: Declaration, coroutine: Any) -> Any:
    with entered(current_node().inner()):
        return _checked(declaration, await coroutine)


async def _collected(declaration: Declaration, generator: Any) -> Any:
    with entered(current_node().inner()):
        return _checked(declaration, [partial async for partial in generator])
