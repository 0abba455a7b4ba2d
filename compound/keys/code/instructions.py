"""A code object as what it does, without where it stands and what is said about it."""

from __future__ import annotations

import dis
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

from compound.keys.spelling import part
from compound.keys.value import key_of

_TAKES_CONSTANT = re.compile(b"[%b]" % re.escape(bytes(code for code in dis.hasconst if code < 256)))
_EXTENDED = dis.opmap["EXTENDED_ARG"]
_IMPORT = dis.opmap["IMPORT_NAME"]
_HAS_DOCSTRING = 0x4000000
"""`CO_HAS_DOCSTRING` of Python 3.13 and later."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One import statement in a function's body."""

    module: str
    """As written: empty in `from . import x`."""
    level: int
    """How many dots stand before it."""
    names: tuple[str, ...]


def does(code: CodeType) -> bytes:
    """What the code does. Comments, blank lines, docstrings, names of files and numbers of lines do not count.

    Constants stand in place of their numbers, which a docstring would shift. Bytecode belongs to a minor version of
    Python, so this does too. A statement that does nothing (`pass`) may count.
    """
    names = " ".join((*code.co_names, "/", *code.co_varnames, "/", *code.co_freevars, "/", *code.co_cellvars))
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, _flags(code))
    body = b"".join(_steps(code)) + code.co_exceptiontable
    return part(b"code", part(b"names", names.encode()) + repr(counts).encode() + part(b"steps", body))


def names_in(code: CodeType) -> set[str]:
    """Names of globals and attributes that the code, or code inside it, mentions."""
    return {name for inner in _nested(code) for name in inner.co_names}


def imports_in(code: CodeType) -> Iterator[Imported]:
    """The imports that the code, or code inside it, does when it runs."""
    for inner in _nested(code):
        if _IMPORT in inner.co_code[::2]:
            yield from _imports(inner)


def _steps(code: CodeType) -> Iterator[bytes]:
    steps, done = code.co_code, 0
    for found in _TAKES_CONSTANT.finditer(steps[::2]):
        at = 2 * found.start()
        yield steps[done : at + 1] + _constant(code.co_consts[_argument(steps, at)])
        done = at + 2
    yield steps[done:]


def _argument(steps: bytes, at: int) -> int:
    """What the instruction takes, with the higher bytes that stand before it."""
    argument, shift = steps[at + 1], 8
    while at >= 2 and steps[at - 2] == _EXTENDED:
        at -= 2
        argument |= steps[at + 1] << shift
        shift += 8
    return argument


def _constant(value: object) -> bytes:
    if isinstance(value, CodeType):
        return part(b"function", value.co_qualname.encode()) + does(value)
    if isinstance(value, slice):
        # Slices of constants are constants since Python 3.14.
        return b"slice:" + bytes.fromhex(key_of((value.start, value.stop, value.step)))
    return bytes.fromhex(key_of(value))


def _flags(code: CodeType) -> int:
    """Whether it is a generator, a coroutine, takes `*args`, …, without whether it has a docstring."""
    return code.co_flags & ~_HAS_DOCSTRING


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)


def _imports(code: CodeType) -> Iterator[Imported]:
    """An import finds its level and its names on the stack, where the two instructions before it put them."""
    before: list[object] = [0, None]
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            level, names = before
            yield Imported(
                str(step.argval), level if isinstance(level, int) else 0, names if isinstance(names, tuple) else ()
            )
        elif step.opname.startswith("LOAD_"):
            before = [before[1], step.argval]
