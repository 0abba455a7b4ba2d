"""The key of a value: equal for equal values in every process, different for different ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from compound.errors.store import NotKeyable
from compound.keys.frames import Frame
from compound.keys.kinds import kind_of
from compound.keys.records import known, lasting
from compound.keys.scalars import PLAIN
from compound.keys.spelling import Lasting, digest

Spell = Callable[[Any], "bytes | Frame"]
"""The part of a value, or the frame of one that holds others. TypeError says why there is none."""


def key_of(value: Any) -> str:
    """blake3, in hex (64 digits), over a canonical and typed spelling of the value.

    Types count: 1, "1", True, 1.0, 1+0j, b"1", Decimal(1) and None differ, as do a tuple, a list and a set, keys that
    are int and str, arrays of other shape, dtype or byte order, and records of other classes. The order of a dict or
    a set does not count. 0.0 and -0.0 differ. A NaN is itself: all of Python's are one, in arrays its bits count.
    Dataclasses, named tuples and pydantic models are their class's name and their fields; private attributes do not
    count. Paths are as they are written, whatever lies there. Images, masks, embeddings and audio are their digests.
    Nodes are what their own answers rest on.

    Depth is no limit. The part of a large frozen record that holds nothing else than frozen data is remembered for as
    long as it lives. Raises `NotKeyable`, naming the place, for a value that holds itself, and for what is no data:
    functions, classes, open files, subclasses of plain types, dtypes whose bytes are not their value.
    """
    return digest(spelled(value, _data_or_node)).hex()


def spelled(value: Any, spell: Spell) -> bytes:
    """The canonical spelling behind `key_of`; `spell` is asked for each value by itself. Raises `NotKeyable`."""
    first = _begin(value, spell, [])
    if isinstance(first, bytes):
        return first
    stack, open_ids = [first], {id(value)}
    while True:
        top = stack[-1]
        parts = top.parts
        for child in top.children:
            plain = PLAIN.get(type(child))
            if plain is not None:
                parts.append(plain(child))
                continue
            if id(child) in open_ids:
                raise NotKeyable(path=_path(stack), type_name=type(child).__name__, reason="it holds itself")
            below = _begin(child, spell, stack)
            if isinstance(below, Frame):
                stack.append(below)
                open_ids.add(id(child))
                break
            _add(below, top)
        else:
            done = top.close(parts)
            if top.lasting:
                done = lasting(top, done)
            stack.pop()
            if not stack:
                return done
            open_ids.discard(id(top.value))
            _add(done, stack[-1])


def _add(done: bytes, around: Frame) -> None:
    around.parts.append(done)
    if type(done) is not Lasting:
        around.lasting = False


def _begin(value: Any, spell: Spell, stack: list[Frame]) -> bytes | Frame:
    try:
        return spell(value)
    except TypeError as error:
        if isinstance(error, NotKeyable):
            raise
        raise NotKeyable(path=_path(stack), type_name=type(value).__name__, reason=str(error)) from error


def _path(stack: list[Frame]) -> str:
    """Where the child that is next stands. Of what is deep only both ends are told."""
    labels = [frame.labels(len(frame.parts)) for frame in (stack if len(stack) <= 8 else [*stack[:4], *stack[-4:]])]
    if len(stack) > 8:
        labels.insert(4, "…")
    return "value" + "".join(labels)


def _data_or_node(value: Any) -> bytes | Frame:
    kind = kind_of(type(value))
    if kind is not None:
        return known(value) or kind(value)
    declaration = getattr(value, "declaration", None)
    if isinstance(value, type) or declaration is None:
        raise TypeError("it is not data that compound knows")
    from compound.keys.recipe import recipe_of

    return b"node:" + bytes.fromhex(recipe_of(declaration).digest)
