"""Containers and objects made of symbolic values, as steps of the graph.

A list, tuple, set or dict with symbols in it becomes a step by itself. Any other object that holds a symbol is
refused with a word on `build`, since the symbol would otherwise travel into a node raw.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from compound.errors.build import OutsidePipeline
from compound.graph.symbol import Symbol
from compound.graph.tracing import active
from compound.nodes.declaration import Declaration, reference
from compound.nodes.policy import Policy
from compound.ports.fields import field_types
from compound.ports.signature import Port, Signature

if TYPE_CHECKING:
    from compound.graph.trace import Trace

P = ParamSpec("P")
T = TypeVar("T")
_SCALARS = (int, str, float, bool, bytes, type(None), type)
_ANY = Port("item", object)


def build(model: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Makes a model, dataclass or NamedTuple out of symbolic values; a node like any other.

    Outside of a pipeline it makes the object at once.
    """
    trace = active.get()
    if trace is None:
        return model(*args, **kwargs)
    return cast(T, trace.call(Build(model), args, kwargs))


class Build(Declaration):
    """The node that makes an object of a class from its fields."""

    __slots__ = ("made",)

    def __init__(self, model: Any) -> None:
        super().__init__(model, Policy(), name=f"build {model.__name__}", ref=f"build:{reference(model)}")
        self.made = model

    @property
    def signature(self) -> Signature:
        if self._signature is None:
            hints = field_types(self.made) or {}
            parameters = inspect.signature(self.made).parameters.values()
            ports = tuple(
                Port(
                    parameter.name,
                    hints.get(parameter.name, Any),
                    _REQUIRED if parameter.default is parameter.empty else parameter.default,
                    keyword=parameter.kind is parameter.KEYWORD_ONLY,
                )
                for parameter in parameters
                if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
            )
            self._signature = Signature(ports, Port("output", self.made))
        return self._signature


_REQUIRED = inspect.Parameter.empty


class Gather:
    """Puts items into a list, tuple or set, or values under the keys of a dict."""

    __slots__ = ("keys", "kind")

    def __init__(self, kind: type, keys: tuple[Any, ...] = ()) -> None:
        self.kind = kind
        self.keys = keys

    def __call__(self, *items: Any) -> Any:
        return dict(zip(self.keys, items, strict=True)) if self.kind is dict else self.kind(items)


def gather(trace: Trace, value: Any) -> Symbol | None:
    """A step that makes this container, or None when it is not a plain container."""
    kind = type(value)
    if kind not in (list, tuple, set, frozenset, dict):
        return None
    items = list(value.values() if kind is dict else value)
    symbols = [trace.lift(kind.__name__, _ANY, item) for item in items]
    hints = [symbol._port.hint for symbol in symbols]
    if kind is tuple:
        hint: Any = tuple[tuple(hints)]  # type: ignore[misc]
    elif kind is dict:
        hint = dict[reduce(or_, {type(key) for key in value}), reduce(or_, hints)]  # type: ignore[misc]
    else:
        hint = kind[reduce(or_, hints)]
    keys = tuple(value) if kind is dict else ()
    slots = tuple(symbol._slot for symbol in symbols)
    return trace.add(kind.__name__, Gather(kind, keys), slots, Port("output", hint))


def holds_symbol(value: Any, depth: int = 8) -> bool:
    """Whether a symbol hides in a constant: in containers, dataclasses and the attributes of objects."""
    if type(value) is Symbol:
        return True
    if isinstance(value, _SCALARS) or not depth:
        return False
    if isinstance(value, dict):
        return any(holds_symbol(item, depth - 1) for item in value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(holds_symbol(item, depth - 1) for item in value)
    if dataclasses.is_dataclass(value):
        return any(holds_symbol(getattr(value, field.name, None), depth - 1) for field in dataclasses.fields(value))
    return any(type(item) is Symbol for item in getattr(value, "__dict__", {}).values())


def require_trace(name: str) -> Trace:
    """The trace that is recording. Raises OutsidePipeline."""
    trace = active.get()
    if trace is None:
        raise OutsidePipeline(name=name)
    return trace
