"""Which arrays of measurements audio and depth can hold."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from compound.errors.values import FrameMismatch, UnsuitableArray
from compound.values.arrays import frozen
from compound.values.geometry import Frame


def audio_samples(array: NDArray[Any], rate: int) -> NDArray[np.float32]:
    """`array` as samples×channels, frozen.

    Raises `UnsuitableArray` unless it is float32, of one or two dimensions, finite and not empty, and `rate` is at
    least 1.
    """
    _require_finite(array, "Audio")
    if array.ndim not in (1, 2) or not array.size:
        raise _unsuitable(
            array, "Audio", "the shape must be samples (mono) or samples×channels, with a sample at least"
        )
    if rate < 1:
        raise _unsuitable(array, "Audio", f"the rate must be at least 1 Hz, not {rate}")
    return frozen(array.reshape(len(array), -1))


def distances(array: NDArray[Any], frame: Frame) -> NDArray[np.float32]:
    """`array`, frozen.

    Raises `UnsuitableArray` unless it is float32, H×W, finite and nowhere negative, and `FrameMismatch` if it misfits
    `frame`.
    """
    _require_finite(array, "Depth")
    if array.ndim != 2 or not array.size:
        raise _unsuitable(array, "Depth", "the shape must be H×W, with a pixel at least")
    if array.min() < 0:
        raise _unsuitable(array, "Depth", "a distance cannot be negative; shift or invert what the model gives")
    height, width = array.shape
    if (width, height) != (frame.width, frame.height):
        raise FrameMismatch(expected=frame, found=Frame(width=width, height=height), doing="put the depth on the frame")
    return frozen(array)


def _require_finite(array: Any, kind: str) -> None:
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{kind} is made of a numpy array, not of {type(array).__name__}")
    if array.dtype != np.float32:
        raise _unsuitable(array, kind, _advice(array.dtype))
    if not np.isfinite(array).all():
        raise _unsuitable(array, kind, "every number must be finite")


def _advice(dtype: np.dtype[Any]) -> str:
    if dtype.kind == "i":
        full = np.iinfo(dtype).max + 1
        return f"the dtype must be float32; for samples of full scale use `array.astype(np.float32) / {full}`"
    return "the dtype must be float32; use `array.astype(np.float32)`"


def _unsuitable(array: NDArray[Any], kind: str, advice: str) -> UnsuitableArray:
    return UnsuitableArray(kind=kind, dtype=str(array.dtype), shape=array.shape, advice=advice)
