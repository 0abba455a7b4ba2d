"""From a file to upright sRGB pixels, refusing what is too large before it is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from os import PathLike
from typing import BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags
from PIL import Image as Pil
from PIL.ImageFile import ImageFile

from compound.errors.values import ImageTooLarge
from compound.values.arrays import over
from compound.values.color import standardize
from compound.values.formats import DAMAGE, naming, read_header
from compound.values.limits import Limits
from compound.values.sources import read

Source: TypeAlias = "str | PathLike[str] | bytes | BinaryIO"
Decoded: TypeAlias = tuple[NDArray[np.uint8], tuple[str, ...]]
"""Pixels as `Image.array` has them, and notes."""

# What brings a picture upright, by its EXIF orientation (Exif 2.32, tag 0x0112); 1 is upright.
_UPRIGHT = {
    2: Pil.Transpose.FLIP_LEFT_RIGHT,
    3: Pil.Transpose.ROTATE_180,
    4: Pil.Transpose.FLIP_TOP_BOTTOM,
    5: Pil.Transpose.TRANSPOSE,
    6: Pil.Transpose.ROTATE_270,
    7: Pil.Transpose.TRANSVERSE,
    8: Pil.Transpose.ROTATE_90,
}


def decode_first(source: Source, limits: Limits) -> Decoded:
    """The first frame. Raises `ImageTooLarge` and `UnreadableImage` as `Image.open` says."""
    name, data = read(source, limits)
    image, count = _admitted(data, name, limits)
    array, notes = _pixels(image, name)
    return array, (*notes, f"the first of {count} frames") if count > 1 else notes


def decode_all(source: Source, limits: Limits) -> Iterator[Decoded]:
    """Every frame in order. Raises `ImageTooLarge` and `UnreadableImage` as `Image.frames` says."""
    name, data = read(source, limits)
    image, count = _admitted(data, name, limits)
    for number in range(count):
        where = f"frame {number + 1} of {name}"
        with naming(where, "finding it"):
            image.seek(number)
        _require_pixels(image, where, limits)
        yield _pixels(image, where)


def from_pil(image: Pil.Image) -> Decoded:
    """The pixels of a PIL image of any mode. Raises `UnreadableImage` as `Image.from_pil` says."""
    return _pixels(image, f"a PIL image of mode {image.mode}")


def _admitted(data: bytes, name: str, limits: Limits) -> tuple[ImageFile, int]:
    """The image with its header read, and how many frames it has; both are within limits."""
    image = read_header(data, name)
    _require_pixels(image, name, limits)
    with naming(name, "counting its frames"):
        count = _count_frames(image, limits.frames + 1)
    if count > limits.frames:
        raise ImageTooLarge(source=name, what="frames", found=count, allowed=limits.frames)
    return image, count


def _count_frames(image: ImageFile, most: int) -> int:
    """How many frames there are, or `most` if there are more.

    The pages of a TIFF are a chain that is slow to follow, so that a long one is not followed to its end; and one by
    one, since Pillow miscounts them after a seek beyond the last.
    """
    if image.format != "TIFF":
        return min(int(getattr(image, "n_frames", 1)), most)
    count = 1
    with suppress(EOFError):
        while count < most:
            image.seek(count)
            count += 1
    image.seek(0)
    return count


def _require_pixels(image: Pil.Image, name: str, limits: Limits) -> None:
    found = image.width * image.height
    if found > limits.pixels:
        raise ImageTooLarge(source=name, what="pixels", found=found, allowed=limits.pixels)


def _pixels(image: Pil.Image, name: str) -> Decoded:
    with naming(name, "decoding it"):
        image.load()
        upright, turning = _upright(image)
        standard, coloring = standardize(upright, image.info.get("icc_profile"))
        shape = (standard.height, standard.width, *([] if standard.mode == "L" else [len(standard.mode)]))
        return over(standard.tobytes(), np.dtype(np.uint8), shape), (*turning, *coloring)


def _upright(image: Pil.Image) -> tuple[Pil.Image, tuple[str, ...]]:
    """The picture as it is meant to be seen. To be asked after loading: some plugins turn it while they load."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except DAMAGE as error:
        return image, (f"the EXIF data is damaged, so the picture was not turned ({error})",)
    turn = _UPRIGHT.get(orientation)
    return (image, ()) if turn is None else (image.transpose(turn), ())
