"""`check="full"`: every step compares its inputs before and after it ran, and every item of its output is checked."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from functools import singledispatch
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from blake3 import blake3

from compound.errors.run import InputChanged
from compound.graph.shapes import Branch, Each, Loop
from compound.nodes.lane import PROCESS
from compound.ports.checker import checker
from compound.ports.seal import seal

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.graph.step import Step

_watched: WeakKeyDictionary[Plan, Plan] = WeakKeyDictionary()


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
        twin.call = Watch(step)
    if not isinstance(step.shape, Branch):
        full = checker(step.port.hint, full=True)
        twin.exact, twin.check = full.exact, _check_and_seal(full.check)
    return twin


def _check_and_seal(check: Callable[[Any], None]) -> Callable[[Any], None]:
    def check_and_seal(value: Any) -> None:
        check(value)
        seal(value)

    return check_and_seal


class Watch:
    """Calls a node and raises InputChanged when it changed an input in place."""

    def __init__(self, step: Step) -> None:
        self._call = step.call
        self._id = step.id
        assert step.declaration is not None
        self._ports = step.declaration.signature.inputs

    def __call__(self, *args: Any) -> Any:
        before = [fingerprint(value) for value in args]
        result = self._call(*args)
        if inspect.isawaitable(result):
            return self._after(result, args, before)
        if not inspect.isgenerator(result) and not inspect.isasyncgen(result):
            self._compare(args, before)
        return result

    async def _after(self, result: Any, args: tuple[Any, ...], before: list[Any]) -> Any:
        value = await result
        self._compare(args, before)
        return value

    def _compare(self, args: tuple[Any, ...], before: list[Any]) -> None:
        for index, (value, print_) in enumerate(zip(args, before, strict=True)):
            if fingerprint(value) != print_:
                port = self._ports[min(index, len(self._ports) - 1)].name
                raise InputChanged(node=self._id, port=port)


@singledispatch
def fingerprint(value: Any) -> Any:
    """Something that differs when the value has been changed in place: contents for what can change, else identity."""
    if hasattr(value, "__array_interface__") and hasattr(value, "tobytes"):
        return value.shape, str(value.dtype), blake3(value.tobytes()).digest()
    fields = getattr(value, "__dict__", None)
    return (id(value), fingerprint(fields)) if fields else id(value)


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
