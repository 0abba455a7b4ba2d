"""`@node`: a typed function as a node."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator, Mapping
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, Unpack, overload

from compound.errors.declare import InvalidNode
from compound.nodes.calling import apply, run_now
from compound.nodes.declaration import Declaration, reference
from compound.nodes.naming import snake_case
from compound.nodes.policy import Policy, PolicyOptions
from compound.nodes.scope import names_around

P = ParamSpec("P")
R = TypeVar("R")
Y = TypeVar("Y")


class FunctionNode(Declaration, Generic[P, R]):
    """A function that is a node: inside a pipeline a call adds a step, elsewhere it runs the function."""

    def __init__(self, function: Callable[..., Any], policy: Policy, namespace: Mapping[str, Any] | None) -> None:
        super().__init__(_called(function), policy, name=_name(function), ref=reference(function), namespace=namespace)
        self.__wrapped__ = function
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return apply(self, args, kwargs)  # type: ignore[no-any-return]

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        bound = self.__wrapped__.__get__(instance, owner)
        return type(self)(bound, self.policy, self._namespace)


class AsyncNode(FunctionNode[P, R]):
    """An `async def` function that is a node.

    In a pipeline its result is passed on as the value, since the engine awaits it; anywhere else a call returns a
    coroutine. A type cannot say both: one that is the value and can be awaited too does not exist for every R. Since
    nodes are called in pipelines nearly always, a call is typed as the value. `start` is typed as the coroutine, like
    `start` of a pipeline, which is awaited too: `await fetch.start(url)`.
    """

    def start(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, R]:
        """Runs the node by itself, outside of any pipeline, with its inputs and its output checked."""
        return run_now(self, args, kwargs)  # type: ignore[no-any-return]


class _Decorator(Protocol):
    """What `@node(…)` with options gives."""

    @overload
    def __call__(self, function: Callable[P, Coroutine[Any, Any, R]], /) -> AsyncNode[P, R]: ...
    @overload
    def __call__(  # type: ignore[overload-overlap]  # a Generator is an Iterator, and is matched first
        self, function: Callable[P, Generator[Y, None, R]], /
    ) -> FunctionNode[P, R]: ...
    @overload
    def __call__(self, function: Callable[P, Iterator[R]], /) -> FunctionNode[P, list[R]]: ...
    @overload
    def __call__(self, function: Callable[P, AsyncIterator[R]], /) -> AsyncNode[P, list[R]]: ...
    @overload
    def __call__(self, function: Callable[P, R], /) -> FunctionNode[P, R]: ...


@overload
def node(function: Callable[P, Coroutine[Any, Any, R]], /) -> AsyncNode[P, R]: ...
@overload
def node(  # type: ignore[overload-overlap]  # a Generator is an Iterator, and is matched first
    function: Callable[P, Generator[Y, None, R]], /
) -> FunctionNode[P, R]: ...
@overload
def node(function: Callable[P, Iterator[R]], /) -> FunctionNode[P, list[R]]: ...
@overload
def node(function: Callable[P, AsyncIterator[R]], /) -> AsyncNode[P, list[R]]: ...
@overload
def node(function: Callable[P, R], /) -> FunctionNode[P, R]: ...
@overload
def node(**options: Unpack[PolicyOptions]) -> _Decorator: ...
def node(function: Callable[..., Any] | None = None, /, **options: Any) -> Any:
    """Makes a typed function a node: its parameters are the input ports, what it returns is the output port.

    Options are the fields of `Policy`: version, effect, blocking, retries, timeout, fallback, device, memory, process,
    cost. Methods are bound when they are read off an object; partial functions and objects with a typed `__call__`
    are taken too. Raises DeclarationError subclasses when the options cannot work, at once; what is wrong with the
    annotations is raised when they are first needed, so that they may name types that are defined further down.
    """
    if function is None:
        return lambda decorated: _declare(decorated, options)
    return _declare(function, options)


def _declare(function: Any, options: Mapping[str, Any]) -> FunctionNode[..., Any]:
    _refuse(function)
    called = _called(function)
    asynchronous = inspect.iscoroutinefunction(called) or inspect.isasyncgenfunction(called)
    kind = AsyncNode if asynchronous else FunctionNode
    return kind(function, Policy.of(_name(function), options), names_around(function))


def _refuse(function: Any) -> None:
    """Raises InvalidNode for what has no ports."""
    if isinstance(function, type):
        reason = "it is a class; an object of it is made in a pipeline with `build`, and class nodes derive from `Node`"
    elif hasattr(type(function), "declaration"):
        reason = "it is one already"
    elif hasattr(type(function), "plan"):
        reason = "it is a pipeline; call it in another pipeline as it is, which nests it"
    elif isinstance(function, classmethod):
        reason = "it is a class method; make it a function or a static method"
    elif not callable(function):
        reason = "it is not a function; options of a node are given by name"
    elif not _has_annotations(_called(function)):
        reason = "it has no annotations, which are the ports; call it from a typed function with @node"
    else:
        return
    raise InvalidNode(node=_name(function), reason=reason)


def _called(function: Any) -> Any:
    """What a call runs: of a static method the function in it, of an object its `__call__`."""
    if isinstance(function, staticmethod):
        return function.__func__
    return function if _has_annotations(function) else function.__call__


def _has_annotations(function: Any) -> bool:
    while isinstance(function, functools.partial):
        function = function.func
    return hasattr(function, "__annotations__") and hasattr(function, "__name__")


def _name(function: Any) -> str:
    while isinstance(function, functools.partial):
        function = function.func
    own = getattr(function, "__name__", None) or getattr(function, "name", None)
    return own.strip("<>") if isinstance(own, str) else snake_case(type(function).__name__)
