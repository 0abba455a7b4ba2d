"""How parts are spelled so that no two different sequences of them make the same bytes.

A part begins with a tag of letters. Then comes either `:` and what the tag fixes the end of, or a length and as many
bytes, or `#` and the blake3 of more than `LONGEST` bytes. So each part says where it ends, and a sequence of parts is
their concatenation.
"""

from __future__ import annotations

from blake3 import blake3

from compound.modules import main_name

LONGEST = 1024
"""Bytes that are spelled out; more are replaced by their digest, so that a value that holds much stays small."""

_DIGEST = 32
_SEVERAL_THREADS = 1 << 20


class Lasting(bytes):
    """The part of a value that nobody is meant to change, nor anything in it."""

    __slots__ = ()


def part(tag: bytes, body: bytes) -> bytes:
    """The part of this tag and body."""
    if len(body) > LONGEST:
        return b"%b#%b" % (tag, digest(body))
    return b"%b%d:%b" % (tag, len(body), body)


def is_large(spelled: bytes) -> bool:
    """Whether a part stands for more than `LONGEST` bytes."""
    return spelled[-_DIGEST - 1 : -_DIGEST] == b"#" and spelled[: -_DIGEST - 1].isalpha()


def digest(data: bytes | memoryview) -> bytes:
    """blake3, 32 bytes; on several threads where there is enough to do."""
    threads = blake3.AUTO if len(data) >= _SEVERAL_THREADS else 1
    return blake3(data, max_threads=threads).digest()


def named(cls: type) -> bytes:
    """The part that names a class; of a running script by the name of its file, as others would import it."""
    module = main_name() if cls.__module__ == "__main__" else cls.__module__
    return part(b"class", f"{module}:{cls.__qualname__}".encode("utf-8", "surrogatepass"))
