"""Which arrays an image, a mask and an embedding can hold."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from compound.errors.values import FrameMismatch, UnsuitableArray
from compound.values.arrays import frozen
from compound.values.geometry import Frame


def image_pixels(array: NDArray[Any]) -> NDArray[np.uint8]:
    """`array`, frozen; raises `UnsuitableArray` unless it is uint8, H×W, H×W×3 or H×W×4, and not empty."""
    _require_array(array, "an Image")
    if array.dtype != np.uint8:
        raise _unsuitable(array, "an Image", _advice(array.dtype))
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (3, 4)):
        raise _unsuitable(array, "an Image", "the shape must be H×W (gray), H×W×3 (RGB) or H×W×4 (RGBA)")
    _require_pixels(array, "an Image")
    return frozen(array)


def mask_pixels(array: NDArray[Any], frame: Frame) -> NDArray[np.bool_]:
    """`array`, frozen; raises `UnsuitableArray` unless it is bool, H×W, and `FrameMismatch` if it misfits `frame`."""
    _require_array(array, "a Mask")
    if array.dtype != np.bool_:
        raise _unsuitable(array, "a Mask", "the dtype must be bool; compare with a threshold, as in `array > 0.5`")
    if array.ndim != 2:
        raise _unsuitable(array, "a Mask", "the shape must be H×W")
    _require_pixels(array, "a Mask")
    height, width = array.shape
    if (width, height) != (frame.width, frame.height):
        raise FrameMismatch(expected=frame, found=Frame(width=width, height=height), doing="put the array on the frame")
    return frozen(array)


def embedding_numbers(array: NDArray[Any]) -> NDArray[np.float32]:
    """`array`, frozen; raises `UnsuitableArray` unless it is float32, of one dimension, finite and not empty."""
    _require_array(array, "an Embedding")
    if array.dtype != np.float32:
        raise _unsuitable(array, "an Embedding", "the dtype must be float32; use `array.astype(np.float32)`")
    if array.ndim != 1 or not array.size:
        raise _unsuitable(array, "an Embedding", "it must have one dimension and at least one number")
    if not np.isfinite(array).all():
        raise _unsuitable(array, "an Embedding", "every number must be finite")
    return frozen(array)


def _advice(dtype: np.dtype[Any]) -> str:
    if dtype.kind == "f":
        return "the dtype must be uint8; for values from 0 to 1 use `(array * 255).round().astype(np.uint8)`"
    if dtype.kind == "b":
        return "the dtype must be uint8; use `array.astype(np.uint8) * 255`, or a Mask for a choice of pixels"
    return "the dtype must be uint8; scale the values to 0..255 and use `.astype(np.uint8)`"


def _require_array(array: Any, kind: str) -> None:
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{kind} is made of a numpy array, not of {type(array).__name__}")


def _require_pixels(array: NDArray[Any], kind: str) -> None:
    if not array.size:
        raise _unsuitable(array, kind, "it must have at least one pixel")


def _unsuitable(array: NDArray[Any], kind: str, advice: str) -> UnsuitableArray:
    return UnsuitableArray(kind=kind, dtype=str(array.dtype), shape=array.shape, advice=advice)
