"""`when`, `switch`, `fallback`, `cascade`: one of several values, of which the others are never computed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Protocol, TypeVar, cast, overload

from compound.errors.build import WrongArgument
from compound.graph.binding import check_constant
from compound.graph.lint import lint
from compound.graph.shapes import Branch, never_called
from compound.graph.symbol import Symbol
from compound.graph.trace import Trace
from compound.graph.tracing import require_trace
from compound.nodes.function import node
from compound.ports.hints import union
from compound.ports.matcher import assignable
from compound.ports.signature import Port

T = TypeVar("T")
U = TypeVar("U")
_BOOL = Port("condition", bool)
_SWITCHED = Port("value", Hashable)


class Confident(Protocol):
    """A value that says how sure it is: confidence in [0, 1]."""

    @property
    def confidence(self) -> float: ...


@overload
def when(condition: bool, then: Callable[[], T], otherwise: Callable[[], U]) -> T | U: ...
@overload
def when(condition: bool, then: Callable[[], T], otherwise: U) -> T | U: ...
@overload
def when(condition: bool, then: T, otherwise: Callable[[], U]) -> T | U: ...
@overload
def when(condition: bool, then: T, otherwise: U) -> T | U: ...
def when(condition: bool, then: Any, otherwise: Any) -> Any:
    """One of two values; what only the other one needs never runs.

    A branch is a value of the graph, a constant, or a function without parameters (`lambda: send(mail)`), which is
    how a node with an effect is put inside a branch.
    """
    trace = require_trace("when")
    slot = trace.feed("when", _BOOL, condition)
    branch = Branch("when", ("true", "false"), _else_if_false)
    return _branch(trace, branch, slot, [then, otherwise])


def switch(value: Hashable, cases: Mapping[Any, T | Callable[[], T]], default: T | Callable[[], T]) -> T:
    """The branch whose key equals the value, or the default; what only other branches need never runs.

    Keys are constants that the value could be; True and 1 are told apart.
    """
    trace = require_trace("switch")
    chosen = trace.lift("switch", _SWITCHED, value)
    if type(value) is Symbol:
        trace.feed("switch", _SWITCHED, value)
    possible = Port("value", chosen._port.hint)
    for key in cases:
        check_constant("switch", possible, key)
    keys = tuple(cases)
    branch = Branch("switch", (*map(str, keys), "default"), Case(keys), keys)
    return cast(T, _branch(trace, branch, chosen._slot, [*cases.values(), default]))


def fallback(primary: T, alternative: T | Callable[[], T]) -> T:
    """The primary value or, when making it failed, the alternative, which does not run otherwise."""
    trace = require_trace("fallback")
    first = trace.lift("fallback", Port("primary", object), primary)
    branch = Branch("fallback", ("primary", "alternative"), _first)
    return cast(T, _branch(trace, branch, first._slot, [first, alternative]))


def cascade(*stages: T | Callable[[], T], below: float = 0.8) -> T:
    """The first stage that is confident enough, cheap ones first; a later stage runs only when it is needed.

    Stages give values with a `confidence` in [0, 1], of which less than `below` asks for the next stage. The last
    stage is taken as it is.
    """
    require_trace("cascade")
    if not stages:
        raise WrongArgument(where="cascade", given="no stages", wanted="at least one, cheap ones first")
    first, *rest = stages
    value = first() if callable(first) and type(first) is not Symbol else first
    if not rest:
        return cast(T, value)
    further: Callable[[], T] = lambda: cascade(*rest, below=below)  # noqa: E731 - so that its type is known
    return when(sure(cast(Confident, value), below), cast(T, value), further)


@node
def sure(value: Confident, below: float) -> bool:
    """Whether a value's confidence is at least a threshold."""
    return value.confidence >= below


def _branch(trace: Trace, branch: Branch, condition: int, options: list[Any]) -> Symbol:
    symbols = [_option(trace, branch, index, option) for index, option in enumerate(options)]
    slots = (condition, *(symbol._slot for symbol in symbols))
    port = Port("output", _widest([symbol._port.hint for symbol in symbols]))
    return trace.add(branch.kind, never_called, slots, port, shape=branch)


def _option(trace: Trace, branch: Branch, index: int, option: Any) -> Symbol:
    if type(option) is not Symbol and callable(option):
        lint(option, trace.name)
        before, trace.branch = trace.branch, (branch, index)
        try:
            option = option()
        finally:
            trace.branch = before
    return trace.lift(branch.kind, Port(branch.labels[index], object), option)


def _widest(hints: list[Any]) -> Any:
    """The union of types, without those that fit another one: of `int` and `float` it is `float`."""
    kept: list[Any] = []
    for hint in hints:
        if not any(assignable(hint, other) for other in kept):
            kept = [other for other in kept if not assignable(other, hint)] + [hint]
    return union(kept)


def _else_if_false(condition: bool) -> int:
    return 0 if condition else 1


def _first(primary: Any) -> int:
    return 0


class Case:
    """From a value to the index of its key; the default comes after the keys. 1 and True are different keys."""

    __slots__ = ("indexes",)

    def __init__(self, keys: tuple[Any, ...]) -> None:
        self.indexes = {(type(key) is bool, key): index for index, key in enumerate(keys)}

    def __call__(self, value: Any) -> int:
        return self.indexes.get((type(value) is bool, value), len(self.indexes))
