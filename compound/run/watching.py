"""`check="full"`: every step compares its inputs before and after it ran, and every item of its output is checked."""

from __future__ import annotations

import copy
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from functools import singledispatch
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from blake3 import blake3

from compound.errors.run import InputChanged
from compound.graph.shapes import Branch, Each, Loop
from compound.graph.trace import KeywordCall
from compound.nodes.lane import PROCESS
from compound.ports.checker import checker
from compound.ports.seal import field_names, sealing
from compound.run.intruding import port_names

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration

_watched: WeakKeyDictionary[Plan, Plan] = WeakKeyDictionary()
_batching: WeakKeyDictionary[Declaration, Declaration] = WeakKeyDictionary()


def watched(plan: Plan) -> Plan:
    """The same plan with every step watched; made once for each plan."""
    if plan not in _watched:
        twin = copy.copy(plan)
        twin.steps = [None if step is None else _watch(step) for step in plan.steps]
        _watched[plan] = twin
    return _watched[plan]


def _watch(step: Step) -> Step:
    twin = copy.copy(step)
    if isinstance(step.shape, Each | Loop):
        twin.shape = copy.copy(step.shape)
        twin.shape.body = watched(step.shape.body)
    elif step.declaration is not None and step.lane != PROCESS:
        names = port_names(step)
        twin.call = _watched_call(step, names)
        twin.declaration = _watched_batches(step.declaration, names)
    if not isinstance(step.shape, Branch):
        full = checker(step.port.hint, full=True)
        twin.exact, twin.check = full.exact, sealing(full.check)
    return twin


def _watched_call(step: Step, names: list[str]) -> Callable[..., Any]:
    if isinstance(step.call, KeywordCall):
        return KeywordCall(Watch(step.call.__wrapped__, step.id, names), step.call.names)
    return Watch(step.call, step.id, names)


def _watched_batches(declaration: Declaration, names: list[str]) -> Declaration:
    if declaration.batched is None:
        return declaration
    if declaration not in _batching:
        twin = copy.copy(declaration)
        twin.batched = Watch(declaration.batched, declaration.name, names)
        _batching[declaration] = twin
    return _batching[declaration]


class Watch:
    """Calls a node and raises InputChanged when it changed an input in place."""

    def __init__(self, call: Callable[..., Any], node: str, ports: list[str]) -> None:
        self._call = call
        self._node = node
        self._ports = ports

    def __call__(self, *args: Any, **named: Any) -> Any:
        inputs = (*args, *named.values())
        before = [fingerprint(value) for value in inputs]
        result = self._call(*args, **named)
        if inspect.isawaitable(result):
            return self._awaited(result, inputs, before)
        if inspect.isgenerator(result):
            return self._generated(result, inputs, before)
        if inspect.isasyncgen(result):
            return self._iterated(result, inputs, before)
        self._compare(inputs, before)
        return result

    async def _awaited(self, result: Awaitable[Any], inputs: tuple[Any, ...], before: list[Any]) -> Any:
        value = await result
        self._compare(inputs, before)
        return value

    def _generated(self, result: Generator[Any, Any, Any], inputs: tuple[Any, ...], before: list[Any]) -> Any:
        value = yield from result
        self._compare(inputs, before)
        return value

    async def _iterated(
        self, result: AsyncIterator[Any], inputs: tuple[Any, ...], before: list[Any]
    ) -> AsyncIterator[Any]:
        async for partial in result:
            yield partial
        self._compare(inputs, before)

    def _compare(self, inputs: tuple[Any, ...], before: list[Any]) -> None:
        for port, value, print_ in zip(self._ports, inputs, before, strict=True):
            if fingerprint(value) != print_:
                raise InputChanged(node=self._node, port=port)


@singledispatch
def fingerprint(value: Any) -> Any:
    """Something that differs when the value has been changed in place: contents for what can change, else identity."""
    if hasattr(value, "__array_interface__") and hasattr(value, "tobytes"):
        return value.shape, str(value.dtype), blake3(value.tobytes()).digest()
    names = field_names(type(value))
    return (id(value), [fingerprint(getattr(value, name, None)) for name in names]) if names else id(value)


@fingerprint.register(int | float | str | bytes | bool | type(None))
def _scalar(value: Any) -> Any:
    return type(value), value


@fingerprint.register(dict)
def _dict(value: dict[Any, Any]) -> Any:
    return [(fingerprint(key), fingerprint(item)) for key, item in value.items()]


@fingerprint.register(list)
@fingerprint.register(tuple)
def _sequence(value: Any) -> Any:
    return [fingerprint(item) for item in value]


@fingerprint.register(set)
@fingerprint.register(frozenset)
def _set(value: Any) -> Any:
    return frozenset(value)


@fingerprint.register(bytearray)
def _bytes(value: bytearray) -> Any:
    return bytes(value)
