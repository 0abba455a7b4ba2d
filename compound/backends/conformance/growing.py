"""Graphs as plain data, and the pipelines that grow from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from compound.backends.conformance import nodes as n
from compound.graph.bodies import each, loop
from compound.graph.choices import fallback, switch, when
from compound.graph.objects import build
from compound.graph.pipeline import Pipeline, pipeline

Leaf = Callable[[Any, Any], Any]
Body = Callable[[Any], Any]
"""From a value to what the parts inside make of it and of what is around."""
Shape = Callable[[Any, Any, Body], Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A step or a few of them, on two values that were there before; the last is that of the part before."""

    kind: str
    picks: tuple[int, int]
    body: tuple[Part, ...] = ()
    """What is inside of a part with a body."""


MENDED = "attempt that helps"
"""A part that stands outside of all bodies, since it is told apart by its place."""
SOUND: dict[str, Leaf] = {
    "node": lambda a, b: n.inc(a),
    "constant": lambda a, b: n.add(a, 7),
    "two inputs": lambda a, b: n.add(a, y=b),
    "many inputs": lambda a, b: n.total(a, b, a, 4),
    "chain": lambda a, b: n.inc(n.add(n.inc(a), b)),
    "fan": lambda a, b: n.total(*[n.inc(a) for _ in range(4)]),
    "diamond": lambda a, b: n.add(n.inc(a), n.doubled(a)),
    "list": lambda a, b: n.weighed([a, n.inc(b), 3]),
    "field": lambda a, b: n.add(n.around(a).high, b),
    "object": lambda a, b: n.across(build(n.Pair, low=a, high=n.inc(b))),
    "array": lambda a, b: n.level(n.ramp(a)),
    "settings": lambda a, b: n.Times(by=3)(a, plus=b),
    "cache": lambda a, b: n.doubled(a),
    "thread": lambda a, b: n.waited(a),
    "event loop": lambda a, b: n.later(a),
    "write": lambda a, b: n.noted(a),
    "act": lambda a, b: n.sent(a),
    "pipeline": lambda a, b: n.inner(a, by=b),
    "fallback of a node": lambda a, b: n.boom_or_inc(a),
    "each of nothing": lambda a, b: n.summed(each(n.boom, [])),
}
FAILING: dict[str, Leaf] = {
    "failure": lambda a, b: n.boom(a),
    "failure at times": lambda a, b: n.picky(a),
    "failure after attempts": lambda a, b: n.boom_thrice(a),
    "failure not worth an attempt": lambda a, b: n.boom_once(a),
    "failure of an act": lambda a, b: n.boom_acting(a),
    "output of another type": lambda a, b: n.lies(a),
}
SHAPES: dict[str, Shape] = {
    "when": lambda a, b, body: when(n.is_big(a), b, lambda: body(a)),
    "when not": lambda a, b, body: when(n.is_big(a), lambda: body(b), n.inc(b)),
    "switch": lambda a, b, body: switch(n.rest(a), {0: b, 1: lambda: body(a)}, lambda: body(b)),
    "fallback": lambda a, b, body: fallback(n.boom(a), lambda: body(b)),
    "fallback at times": lambda a, b, body: fallback(n.picky(a), lambda: body(b)),
    "rescue": lambda a, b, body: fallback(body(a), b),
    "each": lambda a, b, body: n.weighed(each(body, n.spread(a))),
    "each of a list": lambda a, b, body: n.weighed(each(body, [a, n.inc(b), 5])),
    "each of each": lambda a, b, body: n.weighed(each(n.inc, each(body, n.spread(a)))),
    "each in each": lambda a, b, body: n.weighed(each(lambda x: n.weighed(each(body, n.spread(x))), [a, b])),
    "loop": lambda a, b, body: loop(body, a, until=n.is_big, limit=3),
}


def grown(parts: tuple[Part, ...]) -> Pipeline[[int, int, str], int]:
    """A pipeline whose output uses all that the parts make.

    `ticket` tells runs apart that are under way at once; the answers do not depend on it.
    """

    @pipeline
    def generated(x: int, y: int, ticket: str) -> int:
        return n.total(*_made(parts, [x, y], ticket))

    return generated


def _made(parts: tuple[Part, ...], around: list[Any], ticket: Any) -> list[Any]:
    made: list[Any] = []
    for place, part in enumerate(parts):
        known = [*around, *made]
        a, b = (known[-1 - pick % len(known)] for pick in part.picks)
        if part.kind == MENDED:
            made.append(n.mended(a, ticket, place))
        elif part.kind in SHAPES:
            made.append(SHAPES[part.kind](a, b, _body(part.body, known)))
        else:
            made.append((SOUND.get(part.kind) or FAILING[part.kind])(a, b))
    return made


def _body(parts: tuple[Part, ...], around: list[Any]) -> Body:
    return lambda value: n.total(*_made(parts, [*around, value], None))
