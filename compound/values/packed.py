"""Pixels that are kept compressed, so that many pages fit in memory of which few are looked at."""

from __future__ import annotations

import zlib
from threading import Lock
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from compound.values.arrays import over

FASTEST = 1
"""zlib's level; a page of print shrinks to a thirtieth, and more effort takes three times as long for little more."""


class Packed:
    """An array of uint8 as zlib keeps it. Whoever asks for it while another still holds it gets the same one."""

    __slots__ = ("_lock", "_open", "channels", "data", "shape")

    def __init__(self, data: bytes, shape: tuple[int, ...], channels: int) -> None:
        self.data, self.shape = data, shape
        self.channels = channels
        """That are kept: of colors that are all gray one stands for three."""
        self._lock = Lock()
        self._open: ref[NDArray[np.uint8]] | None = None

    @classmethod
    def of(cls, array: NDArray[np.uint8]) -> Packed:
        """The array, H×W or H×W×C, compressed without loss."""
        kept = np.atleast_3d(array)
        if kept.shape[2] == 3 and _is_gray(kept):
            kept = kept[:, :, :1]
        return cls(zlib.compress(np.ascontiguousarray(kept).data, FASTEST), array.shape, kept.shape[2])

    @property
    def array(self) -> NDArray[np.uint8]:
        """The array, read-only for good. It is not kept here."""
        with self._lock:
            found = self._open() if self._open is not None else None
            if found is None:
                found = over(self._unpacked(), np.dtype(np.uint8), self.shape)
                self._open = ref(found)
            return found

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.data, self.shape, self.channels)

    def _unpacked(self) -> bytes:
        pixels = zlib.decompress(self.data)
        if len(self.shape) == 2 or self.channels == self.shape[2]:
            return pixels
        return np.repeat(np.frombuffer(pixels, np.uint8), self.shape[2]).tobytes()


def _is_gray(colors: NDArray[np.uint8]) -> bool:
    red, green, blue = np.moveaxis(colors, 2, 0)
    return np.array_equal(red, green) and np.array_equal(green, blue)
