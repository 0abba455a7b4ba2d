"""Parts of numpy arrays, each array hashed once."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
from blake3 import blake3
from numpy.typing import NDArray

from compound.keys.spelling import digest, part

REMEMBERED = 1 << 16
"""Bytes from which the digest of a read-only array is remembered."""
_PIECE = 1 << 24
"""Bytes that are copied at a time where an array does not lie in C order."""
_KINDS = "biufcSUmMV"

_digests: dict[int, tuple[weakref.ref[NDArray[Any]], bytes]] = {}


def array(value: NDArray[Any]) -> bytes:
    """An array by dtype, byte order, shape and the bits of its numbers in C order, wherever they lie in memory.

    The bits count: 0.0 and -0.0 differ, and so do two NaN of different payload. Raises TypeError for dtypes whose
    bytes are not their value: Python objects, variable strings and long doubles.
    """
    _refuse(value.dtype)
    return part(b"array", _described(value.dtype) + repr(value.shape).encode() + b" " + _content(value))


def number(value: np.generic) -> bytes:
    """A numpy scalar, which is not the Python number of the same value nor an array of no dimensions."""
    _refuse(value.dtype)
    return part(b"number", _described(value.dtype) + _digest_of(np.asarray(value)))


def _described(dtype: np.dtype[Any]) -> bytes:
    """`str` tells the byte order, `repr` the fields and the dtypes that are registered by other libraries."""
    return f"{dtype.str} {dtype!r} ".encode()


def _refuse(dtype: np.dtype[Any]) -> None:
    if dtype.hasobject or dtype.kind not in _KINDS or _has_long_doubles(dtype):
        raise TypeError(f"the bytes of dtype {dtype} are not its value")


def _has_long_doubles(dtype: np.dtype[Any]) -> bool:
    """Their padding is arbitrary."""
    if dtype.subdtype is not None:
        return _has_long_doubles(dtype.subdtype[0])
    if dtype.fields is not None:
        return any(_has_long_doubles(field[0]) for field in dtype.fields.values())
    return dtype.char in "gG" and dtype.itemsize > np.dtype("f8").itemsize * (1 + (dtype.kind == "c"))


def _content(value: NDArray[Any]) -> bytes:
    """The digest of the numbers; remembered for as long as the array lives where nobody is meant to change it."""
    if value.nbytes < REMEMBERED or not _settled(value):
        return _digest_of(value)
    known = _digests.get(id(value))
    if known is not None and known[0]() is value:
        return known[1]
    found = _digest_of(value)
    place = id(value)
    _digests[place] = (weakref.ref(value, lambda _: _digests.pop(place, None)), found)
    return found


def _settled(value: NDArray[Any]) -> bool:
    """Read-only, and over memory of its own or over `bytes`; a view of somebody else's memory may change under us."""
    if value.flags.writeable:
        return False
    owner: object = value
    while isinstance(owner, np.ndarray) and owner.base is not None:
        owner = owner.base
    return owner is value or isinstance(owner, bytes)


def _digest_of(value: NDArray[Any]) -> bytes:
    if value.dtype.fields is not None:
        value = value.astype(_packed(value.dtype), copy=False)
    if value.flags.c_contiguous:
        return digest(value.reshape(-1).view(np.uint8).data) if value.nbytes else digest(b"")
    return _digest_in_pieces(value)


def _digest_in_pieces(value: NDArray[Any]) -> bytes:
    hasher = blake3(max_threads=blake3.AUTO)
    rows = value if value.ndim == 1 or value[0].nbytes <= _PIECE else np.ascontiguousarray(value).reshape(-1)
    step = max(1, _PIECE // max(1, rows[0].nbytes))
    for start in range(0, len(rows), step):
        hasher.update(np.ascontiguousarray(rows[start : start + step]).reshape(-1).view(np.uint8).data)
    return hasher.digest()


def _packed(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The same fields without the arbitrary bytes between them."""
    from numpy.lib.recfunctions import repack_fields

    packed: np.dtype[Any] = repack_fields(dtype, align=False, recurse=True)
    return packed
