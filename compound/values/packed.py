"""Pixels that are kept compressed, so that many pages fit in memory of which few are looked at."""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from compound.errors.values import PixelsDamaged
from compound.values import png
from compound.values.arrays import digest, over
from compound.values.image import Mode, mode_of

_KEPT: dict[Mode, tuple[int, ...]] = {"L": (1,), "RGB": (1, 3), "RGBA": (4,)}
"""How many channels the PNG of an image may have."""


class Packed:
    """An array of uint8 as a PNG. Whoever asks for it while another still holds it gets the same one.

    The PNG is what stores keep of an image. Colors that are all gray are one channel in it.
    """

    __slots__ = ("_lock", "_open", "data", "digest", "shape")

    def __init__(self, data: bytes, shape: tuple[int, ...], digest: str) -> None:
        """`digest` is that of the image whose pixels these are said to be; they are held against it when unpacked."""
        self.data, self.shape, self.digest = data, shape, digest
        self._lock = Lock()
        self._open: ref[NDArray[np.uint8]] | None = None

    @classmethod
    def of(cls, array: NDArray[np.uint8], digest: str) -> Packed:
        """The array, H×W or H×W×C, of the image with this digest, compressed without loss."""
        kept = np.atleast_3d(array)
        if kept.shape[2] == 3 and _is_gray(kept):
            kept = kept[:, :, :1]
        return cls(png.write(kept), array.shape, digest)

    @classmethod
    def found(cls, data: bytes, size: tuple[int, int], mode: Mode, digest: str) -> Packed:
        """What is said to be the `data` of an image of this (width, height), mode and digest. Its header alone is read.

        Raises ValueError for a PNG of another size or mode, or that was not written here, and KeyError for no mode.
        """
        height, width, channels = png.shape_of(data)
        if size != (width, height) or channels not in _KEPT[mode]:
            raise ValueError(f"the PNG has {channels} channels of {width}×{height}, which is no {mode} of {size}")
        return cls(data, (height, width) if mode == "L" else (height, width, len(mode)), digest)

    @property
    def array(self) -> NDArray[np.uint8]:
        """The array, read-only for good. It is not kept here. Raises `PixelsDamaged`."""
        with self._lock:
            found = self._open() if self._open is not None else None
            if found is None:
                found = self._unpacked()
                self._open = ref(found)
            return found

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.data, self.shape, self.digest)

    def _unpacked(self) -> NDArray[np.uint8]:
        try:
            kept = png.read(self.data)
        except ValueError as error:
            raise PixelsDamaged(digest=self.digest, reason=str(error)) from error
        colors = np.repeat(kept, self.shape[2], axis=2) if len(self.shape) == 3 and kept.shape[2] == 1 else kept
        array = over(colors.tobytes(), np.dtype(np.uint8), self.shape)
        found = digest("image", array, mode_of(self.shape))
        if found != self.digest:
            raise PixelsDamaged(digest=self.digest, reason=f"they are those of image {found}")
        return array


def _is_gray(colors: NDArray[np.uint8]) -> bool:
    red, green, blue = np.moveaxis(colors, 2, 0)
    return np.array_equal(red, green) and np.array_equal(green, blue)
