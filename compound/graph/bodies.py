"""`each` and `loop`: a part of the graph that runs for every item, or again and again."""

from __future__ import annotations

import typing
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from compound.errors.build import EdgeMismatch, WrongArgument
from compound.graph.lint import lint
from compound.graph.plan import Plan
from compound.graph.shapes import Each, Loop, never_called
from compound.graph.symbol import Symbol
from compound.graph.trace import Trace
from compound.graph.tracing import require_trace
from compound.ports.hints import union
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound.ports.signature import Port

T = TypeVar("T")
R = TypeVar("R")
_SEQUENCE: Port = Port("items", Sequence[Any])
_UNTIL = Port("until", bool)


def each(body: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Runs the body for every item; the results come in the order of the items.

    The body is a node, a pipeline, or a function of the item's symbol, which may use values from around it. An item
    that fails does not stop the others; then the step fails and names the items.
    """
    trace = require_trace("each")
    _refuse_uncallable("each", body)
    over = trace.lift("each", _SEQUENCE, items)
    inner = _inner(trace, "each", body)
    with inner.recording():
        given = body(cast(T, inner.input(Port("item", _item_hint(trace, over)))))
        result = inner.lift("each", Port("result", object), given)
    port = Port("output", list[result._port.hint])  # type: ignore[name-defined]
    plan = Plan(inner, (result._slot,))
    slots = (over._slot, *inner.outer_slots())
    return cast(list[R], trace.add("each", never_called, slots, port, shape=Each(plan)))


def loop(body: Callable[[T], T], state: T, until: Callable[[T], bool], limit: int) -> T:
    """Runs the body on the state until `until` says so of the new state; LoopLimit when it has not after `limit`.

    The body runs at least once, and gives a state of the same type. `limit` counts its runs, from 1.
    """
    trace = require_trace("loop")
    _refuse_uncallable("loop", body)
    _refuse_uncallable("loop, until", until)
    if type(limit) is not int or limit < 1:
        given = repr(limit)
        raise WrongArgument(where="loop, limit", given=given, wanted="a number of runs, 1 or more, fixed in the graph")
    start = trace.lift("loop", Port("state", object), state)
    port = Port("state", start._port.hint)
    inner = _inner(trace, "loop", body)
    with inner.recording():
        after: Any = body(cast(T, inner.input(port)))
        slot = inner.feed("loop", port, after)
        stop = inner.feed("loop", _UNTIL, until(after))
    plan = Plan(inner, (slot, stop))
    slots = (start._slot, *inner.outer_slots())
    return cast(T, trace.add("loop", never_called, slots, port, shape=Loop(plan, limit)))


def _refuse_uncallable(where: str, body: Any) -> None:
    if type(body) is Symbol or not callable(body):
        given = repr(body) if type(body) is Symbol else f"{body!r} ({type(body).__name__})"
        raise WrongArgument(where=where, given=given, wanted="a node, a pipeline or a function of the item first")


def _inner(trace: Trace, kind: str, body: Any) -> Trace:
    lint(body, trace.name)
    return Trace(f"{trace.name}/{getattr(body, 'name', None) or kind}", trace)


def _item_hint(trace: Trace, over: Symbol) -> Any:
    """The type of the items of a symbolic sequence."""
    hint = over._port.hint
    arguments = typing.get_args(hint)
    if not assignable(hint, Sequence[object]) or assignable(hint, str | bytes):
        raise EdgeMismatch(
            source=trace.label(over._slot, over._port),
            target=f"{trace.scope}each",
            port="items",
            given=type_name(hint),
            wanted="a list, tuple or other sequence",
        )
    if typing.get_origin(hint) is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        return union(arguments)
    return arguments[0] if arguments else object
