"""A function's annotations, read as the ports of a node.

The rules: a parameter without an annotation, `**kwargs` and a mutable default are refused; keyword-only stays
keyword-only; `*args` is one port that takes many edges.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Mapping,
)
from typing import Any

from compound.errors.declare import (
    InvalidAnnotation,
    MissingAnnotation,
    MutableDefault,
    UnresolvedAnnotation,
    UnsupportedParameter,
)
from compound.ports.checker import Checker, checker
from compound.ports.generics import free
from compound.ports.naming import type_name
from compound.ports.seal import may_hold_arrays, sealing

EMPTY: Any = inspect.Parameter.empty
_GENERATORS = (Iterator, Iterable, Generator, AsyncIterator, AsyncIterable, AsyncGenerator)


class Port:
    """One typed input or output of a node.

    Ports are compared by identity; `accepted` remembers the output ports that were found to fit, so that a pair of
    ports is matched once however many edges join nodes of the same kind.
    """

    __slots__ = ("_checker", "_free", "_guard", "accepted", "default", "hint", "keyword", "many", "name")

    def __init__(
        self, name: str, hint: Any, default: Any = EMPTY, *, keyword: bool = False, many: bool = False
    ) -> None:
        self.name = name
        self.hint = hint
        self.default = default
        self.keyword = keyword
        self.many = many
        self.accepted: set[Port] = set()
        self._free: tuple[Any, ...] | None = None
        self._checker: Checker | None = None
        self._guard: tuple[type | None, Callable[[Any], None]] | None = None

    @property
    def required(self) -> bool:
        return self.default is EMPTY and not self.many

    @property
    def free(self) -> tuple[Any, ...]:
        """Type variables in the hint."""
        if self._free is None:
            self._free = free(self.hint)
        return self._free

    @property
    def checker(self) -> Checker:
        """The run-time check of values, which raises Mismatch."""
        if self._checker is None:
            self._checker = checker(self.hint)
        return self._checker

    @property
    def guard(self) -> tuple[type | None, Callable[[Any], None]]:
        """A class whose instances are right as they are (or None), and the check of everything else.

        Where the hint allows arrays the check also makes them read-only, so that no node changes what others see.
        """
        if self._guard is None:
            self._guard = (
                (None, sealing(self.checker.check))
                if may_hold_arrays(self.hint)
                else (self.checker.exact, self.checker.check)
            )
        return self._guard

    def __repr__(self) -> str:
        return f"<Port {self.name}: {type_name(self.hint)}>"


class Signature:
    """The ports of one node: inputs in order, and the output."""

    __slots__ = ("by_name", "generic", "inputs", "output", "positional")

    def __init__(self, inputs: tuple[Port, ...], output: Port) -> None:
        self.inputs = inputs
        self.output = output
        self.by_name = {port.name: port for port in inputs}
        self.generic = bool(output.free) or any(port.free for port in inputs)
        self.positional = not any(port.keyword or port.many for port in inputs)

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the inputs (by name), which of them are required, and of the output."""
        from compound.ports.schema import json_schema

        return {
            "inputs": {port.name: json_schema(port.hint) for port in self.inputs},
            "required": [port.name for port in self.inputs if port.required],
            "output": json_schema(self.output.hint),
        }

    def __str__(self) -> str:
        """As one would write it: `(page: Page, *, dpi: int = 200) -> PageText`."""
        return f"({', '.join(_written(self.inputs))}) -> {type_name(self.output.hint)}"


def _written(ports: tuple[Port, ...]) -> Iterator[str]:
    starred = False
    for port in ports:
        if port.keyword and not starred:
            starred = True
            yield "*"
        starred = starred or port.many
        default = "" if port.default is EMPTY else f" = {port.default!r}"
        yield f"{'*' if port.many else ''}{port.name}: {type_name(port.hint)}{default}"


def read_signature(function: Callable[..., Any], owner: str, namespace: Mapping[str, Any] | None = None) -> Signature:
    """Reads the ports of `function` (a method must be bound); `owner` is the name that errors use.

    Raises MissingAnnotation, UnresolvedAnnotation, InvalidAnnotation, UnsupportedParameter, MutableDefault.
    """
    hints = _resolve(function, owner, namespace)
    ports = tuple(_port(p, hints, owner) for p in inspect.signature(function).parameters.values())
    if "return" not in hints:
        raise MissingAnnotation(node=owner, port="return")
    return Signature(ports, Port("output", _delivered(function, hints["return"], owner)))


def _resolve(function: Callable[..., Any], owner: str, namespace: Mapping[str, Any] | None) -> dict[str, Any]:
    while isinstance(function, functools.partial):
        function = function.func
    annotations = function.__annotations__
    if all(type(hint) is type for hint in annotations.values()):  # what get_type_hints would only copy, slowly
        return annotations
    local = dict(namespace or {})
    try:
        hints = typing.get_type_hints(function, localns=local, include_extras=True)
    except NameError as error:
        raise UnresolvedAnnotation(node=owner, annotation=error.name or str(error)) from error
    except (AttributeError, SyntaxError, TypeError) as error:
        raise _blamed(function, owner, local, error) from error
    for name, hint in hints.items():
        if isinstance(hint, _NO_TYPES):
            raise InvalidAnnotation(node=owner, port=name, annotation=repr(hint), reason=_NOT_A_TYPE)
    return hints


_NOT_A_TYPE = "is not a type: write a class, or a type such as `list[int]`, `int | None`, `tuple[int, str]`"
_NO_TYPES = (bool, int, float, bytes, tuple, list, dict, set)


def _blamed(function: Callable[..., Any], owner: str, local: dict[str, Any], error: Exception) -> InvalidAnnotation:
    """Which of the annotations it is that cannot be read."""
    names = getattr(function, "__globals__", {})
    for port, annotation in function.__annotations__.items():
        holder = type(owner, (), {"__annotations__": {port: annotation}})
        try:
            typing.get_type_hints(holder, names, local, include_extras=True)
        except (AttributeError, SyntaxError, TypeError):
            return InvalidAnnotation(node=owner, port=port, annotation=str(annotation), reason=_NOT_A_TYPE)
    return InvalidAnnotation(node=owner, port="?", annotation="?", reason=f"cannot be read: {error}")


def _port(parameter: inspect.Parameter, hints: Mapping[str, Any], owner: str) -> Port:
    name = parameter.name
    if parameter.kind is parameter.VAR_KEYWORD:
        raise UnsupportedParameter(node=owner, port=name, reason="`**` parameters have no fixed ports; name each one")
    if name not in hints:
        raise MissingAnnotation(node=owner, port=name)
    if not _is_fixed(parameter.default):
        raise MutableDefault(node=owner, port=name, default=parameter.default)
    return Port(
        name,
        hints[name],
        parameter.default,
        keyword=parameter.kind is parameter.KEYWORD_ONLY,
        many=parameter.kind is parameter.VAR_POSITIONAL,
    )


def _is_fixed(default: Any) -> bool:
    """Whether a default cannot change from run to run; by Python's own sign, what can change has no hash."""
    try:
        hash(default)
    except TypeError:
        return False
    return True


def _delivered(function: Callable[..., Any], declared: Any, owner: str) -> Any:
    """What a node delivers: a generator what it returns or, when it returns nothing, the list of what it yields."""
    target = getattr(function, "__func__", function)
    if not (inspect.isgeneratorfunction(target) or inspect.isasyncgenfunction(target)):
        return declared
    arguments = typing.get_args(declared)
    if (typing.get_origin(declared) or declared) not in _GENERATORS:
        raise InvalidAnnotation(
            node=owner,
            port="return",
            annotation=type_name(declared),
            reason="does not fit a function that yields: write Iterator[Item], or Generator[Item, None, Result]",
        )
    if len(arguments) == 3 and arguments[2] is not type(None):
        return arguments[2]
    return list[arguments[0]] if arguments else list[Any]  # type: ignore[valid-type]
