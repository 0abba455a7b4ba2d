"""Arrays that cannot change, and their digests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from blake3 import blake3
from numpy.typing import NDArray

D = TypeVar("D", bound=np.generic)


def frozen(array: NDArray[D]) -> NDArray[D]:
    """The same numbers in C order, in memory that nothing can write to.

    A read-only flag would not do: the owner of the memory may lift it, or hold a writable view. Only an array over
    `bytes` refuses for good, so whatever does not already lie in `bytes` is copied there.
    """
    if array.flags.c_contiguous and isinstance(_owner(array), bytes):
        return array
    return over(array.tobytes(), array.dtype, array.shape)


def over(data: bytes, dtype: np.dtype[D], shape: Sequence[int]) -> NDArray[D]:
    """`data` seen as an array, without a copy; it is read-only."""
    return np.frombuffer(data, dtype=dtype).reshape(shape)


def digest(kind: str, array: NDArray[Any], *context: str) -> str:
    """blake3, in hex, over the kind, dtype, shape, `context` and numbers of a C-contiguous array.

    Every part is preceded by its length, so that no two different values spell the same bytes.
    """
    hasher = blake3()
    for part in (kind, array.dtype.str, *map(str, array.shape), *context):
        encoded = part.encode()
        hasher.update(len(encoded).to_bytes(8, "little") + encoded)
    hasher.update(array.reshape(-1).view(np.uint8).data)
    return hasher.hexdigest()


def _owner(array: NDArray[Any]) -> object:
    """What holds the memory that `array` is a view of."""
    owner: object = array
    while isinstance(owner, np.ndarray) and owner.base is not None:
        owner = owner.base
    return owner
