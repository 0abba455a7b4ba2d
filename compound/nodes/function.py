"""`@node`: a typed function as a node."""

from __future__ import annotations

import inspect
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator, Mapping
from typing import Any, Generic, ParamSpec, TypeVar, overload

from compound.nodes.calling import apply
from compound.nodes.declaration import Declaration, reference
from compound.nodes.policy import Policy

P = ParamSpec("P")
R = TypeVar("R")
Y = TypeVar("Y")


class FunctionNode(Declaration, Generic[P, R]):
    """A function that is a node: inside a pipeline a call adds a step, elsewhere it runs the function."""

    def __init__(self, function: Callable[..., Any], policy: Policy, namespace: Mapping[str, Any] | None) -> None:
        super().__init__(
            function, policy, name=function.__name__.strip("<>"), ref=reference(function), namespace=namespace
        )
        self.__wrapped__ = function
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return apply(self, args, kwargs)  # type: ignore[no-any-return]

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        bound = self.__wrapped__.__get__(instance, owner)
        return FunctionNode(bound, self.policy, self._namespace)


@overload
def node(function: Callable[P, Coroutine[Any, Any, R]], /) -> FunctionNode[P, Coroutine[Any, Any, R]]: ...
@overload
def node(  # type: ignore[overload-overlap]  # a Generator is an Iterator, and is matched first
    function: Callable[P, Generator[Y, None, R]], /
) -> FunctionNode[P, R]: ...
@overload
def node(function: Callable[P, Iterator[R]], /) -> FunctionNode[P, list[R]]: ...
@overload
def node(function: Callable[P, AsyncIterator[R]], /) -> FunctionNode[P, list[R]]: ...
@overload
def node(function: Callable[P, R], /) -> FunctionNode[P, R]: ...
@overload
def node(**policy: Any) -> Callable[[Callable[P, R]], FunctionNode[P, R]]: ...
def node(function: Callable[..., Any] | None = None, /, **policy: Any) -> Any:
    """Makes a typed function a node.

    Options are the fields of `Policy`: version, effect, blocking, retries, timeout, fallback, device, memory, process,
    cost. Raises DeclarationError subclasses when the annotations or the options cannot work.
    """
    namespace = _callers_locals(function) if function is not None else None
    chosen = Policy.of(**policy)
    if function is not None:
        return FunctionNode(function, chosen, namespace)
    return lambda decorated: FunctionNode(decorated, chosen, _callers_locals(decorated))


def _callers_locals(function: Callable[..., Any]) -> Mapping[str, Any] | None:
    """Names of the function in which a node is declared, which string annotations may mean."""
    if not inspect.isfunction(function) or "<locals>" not in function.__qualname__:
        return None
    return sys._getframe(2).f_locals
