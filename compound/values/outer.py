"""Turning what callers have at hand into an image, at the outer edge of a pipeline."""

from __future__ import annotations

from os import PathLike
from typing import Any, TypeVar

import numpy as np
from PIL.Image import Image as PilImage

from compound.values.image import Image

I = TypeVar("I", bound=Image)  # noqa: E741


def to_image(cls: type[I], value: Any) -> I:
    """A `cls` of a path, bytes, open binary file, array or PIL image; raises TypeError for anything else."""
    if isinstance(value, np.ndarray):
        return cls.from_array(value)
    if isinstance(value, PilImage):
        return cls.from_pil(value)
    if isinstance(value, str | PathLike | bytes) or hasattr(value, "read"):
        return cls.open(value)
    raise TypeError(
        f"cannot make an Image out of {type(value).__name__}: give a path, bytes, an open binary file, "
        "a uint8 array or a PIL image"
    )
