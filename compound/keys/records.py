"""Records: what is the same for all of a class is spelled once, and large ones that do not change are spelled once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any
from weakref import ref

from compound.keys.frames import Frame, record
from compound.keys.scalars import PLAIN
from compound.keys.spelling import Lasting, is_large, named, part

_TAG = b"record"
_PLAIN_TYPES = frozenset(PLAIN)
_remembered: dict[int, tuple[ref[Any], Lasting]] = {}


class Fields:
    """How dataclasses, named tuples or pydantic models of one class are spelled: its name and its declared fields.

    What a pydantic model took beyond its fields counts; its private attributes do not, nor anything else an object
    may have been given.
    """

    __slots__ = ("_lasting", "_names", "_read", "_template")

    def __init__(self, cls: type) -> None:
        self._names, self._read, self._lasting = _shape(cls)
        spelled = [part(b"str", name.encode("utf-8", "surrogatepass")) for name in self._names]
        self._template = _literal(named(cls)) + b"".join(_literal(name) + b"%b" for name in spelled)

    def __call__(self, value: Any) -> bytes | Frame:
        children = self._read(value)
        if children is None:
            return record(_TAG, value, _held(value, self._names))
        if _PLAIN_TYPES.issuperset(map(type, children)):
            done = self._close([PLAIN[type(child)](child) for child in children])
            return Lasting(done) if self._lasting else done
        return Frame(value, children, self._close, self._label, self._lasting)

    def _close(self, parts: list[bytes]) -> bytes:
        return part(_TAG, self._template % tuple(parts))

    def _label(self, at: int) -> str:
        return f".{self._names[at]}"


def known(value: Any) -> Lasting | None:
    """The part of a record that was spelled before, and that nobody is meant to have changed since."""
    found = _remembered.get(id(value))
    return found[1] if found is not None and found[0]() is value else None


def lasting(frame: Frame, done: bytes) -> Lasting:
    """The part of a value that does not change; that of a large record is remembered for as long as it lives."""
    found, value = Lasting(done), frame.value
    if type(value).__weakrefoffset__ and any(map(is_large, frame.parts)):
        place = id(value)
        _remembered[place] = ref(value, lambda _: _remembered.pop(place, None)), found
    return found


def _shape(cls: Any) -> tuple[tuple[str, ...], Callable[[Any], Sequence[Any] | None], bool]:
    """Names of the fields, how to read their values (None where not just these are there), whether they are frozen."""
    if dataclasses.is_dataclass(cls):
        names = tuple(field.name for field in dataclasses.fields(cls))
        return names, lambda value: _attributes(value, names), _is_frozen(cls)
    if issubclass(cls, tuple):
        return cls._fields, lambda value: value, True
    names = tuple(cls.model_fields)
    return names, lambda value: _model_fields(value, names), bool(cls.model_config.get("frozen"))


def _is_frozen(cls: Any) -> bool:
    return bool(cls.__dataclass_params__.frozen)


def _attributes(value: Any, names: Sequence[str]) -> Sequence[Any] | None:
    try:
        return [getattr(value, name) for name in names]
    except AttributeError:
        return None


def _model_fields(value: Any, names: Sequence[str]) -> Sequence[Any] | None:
    held = value.__dict__
    try:
        return None if value.__pydantic_extra__ else [held[name] for name in names]
    except KeyError:
        return None


def _held(value: Any, names: Sequence[str]) -> dict[str, Any]:
    """What there is of an incomplete record, or of a model that took more."""
    if dataclasses.is_dataclass(value):
        return {name: getattr(value, name) for name in names if hasattr(value, name)}
    held = {name: value.__dict__[name] for name in names if name in value.__dict__}
    return {**held, **(value.__pydantic_extra__ or {})}


def _literal(text: bytes) -> bytes:
    """What stands for itself in a template."""
    return text.replace(b"%", b"%%")
