"""What shapes a graph: `each`, `when`, `switch`, `fallback`, `cascade`, `loop`, `approve`.

All of them keep the graph a DAG, and all of them work only while a pipeline is traced.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

from compound.errors.build import EdgeMismatch, NotATypedThing
from compound.graph.gather import require_trace
from compound.graph.plan import Plan
from compound.graph.shapes import Branch, Each, Loop
from compound.graph.symbol import Symbol
from compound.graph.trace import Trace
from compound.nodes.function import node
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound.ports.signature import Port

T = TypeVar("T")
R = TypeVar("R")
_SEQUENCE: Port = Port("items", Sequence[Any])
_BOOL = Port("condition", bool)


class Confident(Protocol):
    """A value that says how sure it is: confidence in [0, 1]."""

    @property
    def confidence(self) -> float: ...


def each(body: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Runs the body for every item; the results come in the order of the items.

    The body is a node, a pipeline, or a function of the item's symbol, which may use values from around it. An item
    that fails does not stop the others; then the step fails and names the items.
    """
    trace = require_trace("each")
    over = trace.lift("each", _SEQUENCE, items)
    item = Port("item", _item_hint(trace, over))
    plan, outer, port = _trace_body(trace, "each", body, item)
    result = Port("output", list[port.hint])  # type: ignore[name-defined]
    return cast(list[R], trace.add("each", _no_call, (over._slot, *outer), result, shape=Each(plan)))


def when(condition: bool, then: T | Callable[[], T], otherwise: T | Callable[[], T]) -> T:
    """One of two values; what only the other one needs never runs.

    A branch is a value of the graph, a constant, or a function without parameters (`lambda: send(mail)`), which is
    how a node with an effect is put inside a branch.
    """
    trace = require_trace("when")
    slot = trace.feed("when", _BOOL, condition)
    branch = Branch("when", ("true", "false"), _else_if_false)
    return cast(T, _branch(trace, branch, slot, [then, otherwise]))


def switch(value: Hashable, cases: Mapping[Any, T | Callable[[], T]], default: T | Callable[[], T]) -> T:
    """The branch whose key equals the value, or the default; what only other branches need never runs."""
    trace = require_trace("switch")
    chosen = trace.lift("switch", Port("value", object), value)
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
    first, *rest = stages
    if not rest:
        return cast(T, first() if callable(first) and type(first) is not Symbol else first)
    value = first() if callable(first) and type(first) is not Symbol else first
    return when(sure(cast(Confident, value), below), cast(T, value), lambda: cascade(*rest, below=below))


@node
def sure(value: Confident, below: float) -> bool:
    """Whether a value's confidence is at least a threshold."""
    return value.confidence >= below


def loop(body: Callable[[T], T], state: T, until: Callable[[T], bool], limit: int) -> T:
    """Runs the body on the state until `until` says so of the new state; LoopLimit when it has not after `limit`."""
    trace = require_trace("loop")
    start = trace.lift("loop", Port("state", object), state)
    port = Port("state", start._port.hint)

    def turn(value: Any) -> tuple[Any, Any]:
        after: Any = body(value)
        return after, until(after)

    plan, outer, _ = _trace_body(trace, "loop", turn, port, outputs=(port, _BOOL))
    return cast(T, trace.add("loop", _no_call, (start._slot, *outer), port, shape=Loop(plan, limit)))


@node(blocking=True)
def approve(value: T, question: str = "Go on with this?") -> T:
    """Asks a person whether to go on with this value; Rejected when the answer is no.

    The terminal asks, unless the run was given an `approver`.
    """
    from compound.run.approval import ask

    ask(value, question)
    return value


def _item_hint(trace: Trace, over: Symbol) -> Any:
    """The type of the items of a symbolic sequence."""
    hint = over._port.hint
    arguments = typing.get_args(hint)
    if not assignable(hint, Sequence[object]) or hint is str:
        raise EdgeMismatch(
            source=trace.label(over._slot, over._port),
            target=f"{trace.scope}each",
            port="items",
            given=type_name(hint),
            wanted="a list, tuple or other sequence",
        )
    if typing.get_origin(hint) is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        union: Any = typing.Union[arguments]  # noqa: UP007 - made from a tuple
        return union
    return arguments[0] if arguments else object


def _trace_body(
    trace: Trace, name: str, body: Callable[..., Any], item: Port, outputs: tuple[Port, ...] = ()
) -> tuple[Plan, tuple[int, ...], Port]:
    """Records a body: its plan, the outer slots that it uses, and the port of its (first) result."""
    if not callable(body) or type(body) is Symbol:
        raise NotATypedThing(where=name, given=repr(body), wanted="a node, a pipeline or a function of the item")
    inner = Trace(f"{trace.name}/{getattr(body, 'name', None) or name}", trace)
    with inner.recording():
        given = body(inner.input(item))
        results = given if outputs else (given,)
        ports = outputs or (Port("output", object),)
        symbols = [inner.lift(name, port, value) for port, value in zip(ports, results, strict=True)]
        slots = tuple(inner.feed(name, port, symbol) for port, symbol in zip(ports, symbols, strict=True))
    plan = Plan(inner, slots)
    outer = tuple(symbol._slot for symbol, _ in inner.captured.values())
    return plan, outer, symbols[0]._port


def _branch(trace: Trace, branch: Branch, condition: int, options: list[Any]) -> Symbol:
    symbols = [_option(trace, branch, index, option) for index, option in enumerate(options)]
    hint: Any = typing.Union[tuple(symbol._port.hint for symbol in symbols)]  # noqa: UP007 - made from a tuple
    slots = (condition, *(symbol._slot for symbol in symbols))
    return trace.add(branch.kind, _no_call, slots, Port("output", _widest(hint)), shape=branch)


def _option(trace: Trace, branch: Branch, index: int, option: Any) -> Symbol:
    if type(option) is not Symbol and callable(option):
        before, trace.branch = trace.branch, (branch, index)
        try:
            option = option()
        finally:
            trace.branch = before
    return trace.lift(branch.kind, Port(branch.labels[index], object), option)


def _widest(union: Any) -> Any:
    """The union without members that fit another member: `int | float` is `float` as a port."""
    members = typing.get_args(union) if typing.get_origin(union) is typing.Union else (union,)
    kept = [
        m
        for i, m in enumerate(members)
        if not any(
            i != j and assignable(m, other) and (not assignable(other, m) or j < i) for j, other in enumerate(members)
        )
    ]
    widest: Any = typing.Union[tuple(kept)]  # noqa: UP007 - made from a tuple
    return widest


def _else_if_false(condition: bool) -> int:
    return 0 if condition else 1


def _first(primary: Any) -> int:
    return 0


class Case:
    """From a value to the index of its key; the default comes after the keys. 1 and True are different keys."""

    __slots__ = ("indexes",)

    def __init__(self, keys: tuple[Any, ...]) -> None:
        self.indexes = {(type(key), key): index for index, key in enumerate(keys)}

    def __call__(self, value: Any) -> int:
        return self.indexes.get((type(value), value), len(self.indexes))


def _no_call(*values: Any) -> Any:
    raise AssertionError("the scheduler opens this step; it is never called")


__all__ = ["approve", "cascade", "each", "fallback", "loop", "switch", "when"]
