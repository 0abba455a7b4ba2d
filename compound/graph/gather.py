"""Plain containers of symbolic values: a list, tuple or dict with symbols in it becomes a step by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.ports.hints import union
from compound.ports.signature import Port

if TYPE_CHECKING:
    from compound.graph.symbol import Symbol
    from compound.graph.trace import Trace

_ANY = Port("item", object)


class Gather:
    """Puts items into a list or tuple, or values under the keys of a dict."""

    __slots__ = ("keys", "kind")

    def __init__(self, kind: type, keys: tuple[Any, ...] = ()) -> None:
        self.kind = kind
        self.keys = keys

    def __call__(self, *items: Any) -> Any:
        return dict(zip(self.keys, items, strict=True)) if self.kind is dict else self.kind(items)


def gather(trace: Trace, value: Any) -> Symbol | None:
    """A step that makes this container, or None when it is not a plain container."""
    kind = type(value)
    if kind not in (list, tuple, dict):
        return None
    items = list(value.values() if kind is dict else value)
    symbols = [trace.lift(kind.__name__, _ANY, item) for item in items]
    hints = [symbol._port.hint for symbol in symbols]
    if kind is tuple:
        hint: Any = tuple[tuple(hints)]  # type: ignore[misc]
    elif kind is dict:
        hint = dict[union({type(key): None for key in value}), union(hints)]  # type: ignore[misc]
    else:
        hint = list[union(hints)]  # type: ignore[misc]
    keys = tuple(value) if kind is dict else ()
    slots = tuple(symbol._slot for symbol in symbols)
    return trace.add(kind.__name__, Gather(kind, keys), slots, Port("output", hint))
