"""Type variables of a node's signature, worked out from what is connected to it.

`first(items: list[T]) -> T` that is given a `list[int]` returns an `int`.
"""

from __future__ import annotations

import typing
from typing import Annotated, Any, TypeVar

from compound.ports import hints
from compound.ports.hints import plain, unpack
from compound.ports.lineage import view
from compound.ports.matcher import assignable
from compound.ports.members import attribute, requirements
from compound.ports.substitution import free, replaceable, substitute

__all__ = ["free", "solve", "substitute"]


def solve(source: Any, pattern: Any, bindings: dict[TypeVar, Any]) -> bool:
    """Whether `source` fits `pattern` for some choice of its variables; that choice is added to `bindings`.

    A variable that is bound already is widened when `source` asks for more: to the wider of two types where one fits
    the other, else to their union. Bounds and constraints are kept, and a constrained variable stands for just one of
    its constraints. When the answer is no, `bindings` is left as it was.
    """
    attempt = dict(bindings)
    if not _collect(source, pattern, attempt) or not assignable(source, substitute(pattern, attempt)):
        return False
    bindings.update(attempt)
    return True


def _collect(source: Any, pattern: Any, bindings: dict[TypeVar, Any]) -> bool:
    """Bind what `pattern` leaves open; whether the whole then fits is for the caller to ask."""
    source, pattern = plain(source), plain(pattern)
    if isinstance(pattern, TypeVar):
        return _bind(pattern, source, bindings)
    if not replaceable(pattern):
        return True
    if hints.is_alias(pattern):
        return _collect(source, hints.expand(pattern), bindings)
    if hints.is_union(pattern):
        return _collect_union(source, typing.get_args(pattern), bindings)
    if typing.get_origin(pattern) is Annotated:
        return _collect(source, pattern.__origin__, bindings)
    if hints.is_union(source):
        return all(_collect(member, pattern, bindings) for member in typing.get_args(source))
    if hints.is_literal(source):
        source = hints.union(map(type, typing.get_args(source)))
        return _collect(source, pattern, bindings)
    wider = hints.expand(source) if hints.is_alias(source) else hints.widen(source)
    return _collect_arguments(source, pattern, bindings) if wider is None else _collect(wider, pattern, bindings)


def _collect_union(source: Any, alternatives: tuple[Any, ...], bindings: dict[TypeVar, Any]) -> bool:
    """Members that fit an alternative without variables need none; the rest try the others, bare variables last."""
    settled = [alternative for alternative in alternatives if not replaceable(alternative)]
    rest = [
        member
        for member in (typing.get_args(source) if hints.is_union(source) else (source,))
        if not any(assignable(member, alternative) for alternative in settled)
    ]
    patterns = sorted((p for p in alternatives if replaceable(p)), key=lambda pattern: isinstance(pattern, TypeVar))
    return all(any(solve(member, pattern, bindings) for pattern in patterns) for member in rest)


def _collect_arguments(source: Any, pattern: Any, bindings: dict[TypeVar, Any]) -> bool:
    origin, wanted = unpack(pattern)
    wanted = wanted or replaceable(pattern)
    given = view(source, origin)
    if given is None:
        return not hints.is_protocol(origin) or _collect_attributes(source, pattern, bindings)
    if origin is tuple:
        given, wanted = _aligned(given or (Any, ...), wanted)
    given = given or (Any,) * len(wanted)
    return all(_collect_argument(ours, theirs, bindings) for ours, theirs in zip(given, wanted, strict=False))


def _collect_argument(given: Any, wanted: Any, bindings: dict[TypeVar, Any]) -> bool:
    if isinstance(wanted, list):
        # The parameters of a Callable.
        return not isinstance(given, list) or all(map(lambda g, w: _collect(g, w, bindings), given, wanted))
    return wanted is ... or given is ... or _collect(given, wanted, bindings)


def _aligned(given: tuple[Any, ...], wanted: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The items of two tuples side by side, where either may be of any length."""
    if wanted[1:] == (...,):
        items = tuple(item for item in given if item not in (..., ()))
        return items, wanted[:1] * len(items)
    return (given[:1] * len(wanted) if given[1:] == (...,) else given), wanted


def _collect_attributes(source: Any, protocol: Any, bindings: dict[TypeVar, Any]) -> bool:
    data, _ = requirements(protocol)
    given = {name: attribute(source, name) for name in data}
    return all(given[name] is not None and _collect(given[name], wanted, bindings) for name, wanted in data.items())


def _bind(variable: TypeVar, source: Any, bindings: dict[TypeVar, Any]) -> bool:
    if variable.__constraints__:
        source = next((choice for choice in variable.__constraints__ if assignable(source, choice)), None)
        if source is None:
            return False
    known = bindings.get(variable)
    if variable not in bindings or assignable(known, source):
        bindings[variable] = source
    elif not assignable(source, known):
        if variable.__constraints__:
            return False
        bindings[variable] = hints.union((known, source))
    return variable.__bound__ is None or assignable(bindings[variable], variable.__bound__)
