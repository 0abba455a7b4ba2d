"""Images: 8-bit pixels that cannot change, upright, in a known color space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self, TypeAlias

from compound.values.limits import STANDARD, Limits
from compound.values.sealed import Sealed

if TYPE_CHECKING:
    from os import PathLike

    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image as PilImage
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

    from compound.values.geometry import Box, Frame
    from compound.values.packed import Packed

Mode: TypeAlias = Literal["L", "RGB", "RGBA"]
Source: TypeAlias = "str | PathLike[str] | bytes | BinaryIO"

_MODES: dict[int, Mode] = {1: "L", 3: "RGB", 4: "RGBA"}


def mode_of(shape: tuple[int, ...]) -> Mode:
    """The mode of an array of this shape, H×W, H×W×3 or H×W×4."""
    return _MODES[shape[2] if len(shape) == 3 else 1]


class Image(Sealed):
    """An image: gray (`L`), color (`RGB`), or color with straight alpha (`RGBA`), 8 bits a channel.

    The pixels are upright (EXIF orientation is applied when a file is opened) and in sRGB, or gray with sRGB's tone
    curve. They never change: `array` cannot be made writable. Images are equal when their pixels and modes are.
    """

    __slots__ = ("_notes", "_packed", "_shape")

    _array: NDArray[np.uint8] | None
    """None while the pixels are packed."""
    _packed: Packed | None
    """Set from when somebody wanted it."""
    _shape: tuple[int, ...]
    _notes: tuple[str, ...]

    def __init__(self, array: NDArray[np.uint8], *, notes: tuple[str, ...] = ()) -> None:
        """An image of a uint8 array H×W, H×W×3 (RGB) or H×W×4 (RGBA), copied so that later changes do not reach it.

        Raises `UnsuitableArray` for any other dtype or shape.
        """
        from compound.values.pixels import image_pixels

        pixels = image_pixels(array)
        self._fill(_array=pixels, _packed=None, _shape=pixels.shape, _notes=notes)

    @classmethod
    def from_array(cls, array: NDArray[np.uint8]) -> Self:
        """The same as `Image(array)`."""
        return cls(array)

    @classmethod
    def from_pil(cls, image: PilImage) -> Self:
        """An image of a PIL image of any mode, made upright and sRGB.

        Raises `UnreadableImage` for a mode with no 8-bit meaning (32-bit float), or when PIL cannot load it.
        """
        from compound.values.decoding import from_pil

        array, notes = from_pil(image)
        return cls(array, notes=notes)

    @classmethod
    def from_packing(cls, packed: Packed, *, notes: tuple[str, ...] = ()) -> Self:
        """An image of what `packing` gave, known by the digest that comes with it; no pixel is looked at."""
        image = object.__new__(cls)
        image._fill(_array=None, _packed=packed, _shape=packed.shape, _notes=notes, _digest=packed.digest)
        return image

    @classmethod
    def open(cls, source: Source, *, limits: Limits = STANDARD) -> Self:
        """The image in a file, given as path, bytes or open binary file; the first frame if there are several.

        Limits are checked against the header, before pixels are decoded. Palettes, CMYK, 1-bit and 16-bit become L,
        RGB or RGBA; an embedded ICC profile is applied, and one that is broken is ignored and noted in `notes`.

        Raises `ImageTooLarge` beyond a limit, and `UnreadableImage` for what is missing, empty, damaged or of a
        format that is not accepted.
        """
        from compound.values.decoding import decode_first

        array, notes = decode_first(source, limits)
        return cls(array, notes=notes)

    @classmethod
    def frames(cls, source: Source, *, limits: Limits = STANDARD) -> Iterator[Self]:
        """Every frame of an animation or page of a TIFF, one at a time, as `open` reads the first.

        Raises as `open` does when the first frame is asked for, and `UnreadableImage` at a later one that is damaged.
        """
        from compound.values.decoding import decode_all

        for array, notes in decode_all(source, limits):
            yield cls(array, notes=notes)

    @classmethod
    def __compound_convert__(cls, value: Any) -> Self:
        """An `Image` of a path, bytes, open binary file, array or PIL image; raises TypeError for anything else."""
        from compound.values.outer import to_image

        return value if isinstance(value, cls) else to_image(cls, value)

    @property
    def array(self) -> NDArray[np.uint8]:
        """The pixels, uint8, H×W (`L`), H×W×3 (`RGB`) or H×W×4 (`RGBA`). Read-only for good.

        Raises `PixelsDamaged` for an image from a store whose pixels are not those that its digest names.
        """
        return self.packing().array if self._array is None else self._array

    def packed(self) -> Self:
        """The same image with its pixels compressed, which are unpacked, each time anew, while somebody holds `array`.

        For images that are kept in number, of which few are looked at. Nothing else is different: it is equal to this
        one, with the same digest and frame. An image that would not get smaller is returned as it is.
        """
        if self._array is None or len(self.packing().data) >= self._array.nbytes:
            return self
        return self.from_packing(self.packing(), notes=self._notes)

    def packing(self) -> Packed:
        """The pixels compressed, as stores keep them. That is done once an image, which holds them from then on."""
        from compound.values.packed import Packed

        packed = self._packed
        if packed is None:
            packed = Packed.of(self.array, self.digest)
            self._fill(_packed=packed)
        return packed

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the pixels take while nobody looks at them; what `packing` adds is not counted."""
        return len(self.packing().data) if self._array is None else self._array.nbytes

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be ignored or chosen when the image was decoded. Not part of equality."""
        return self._notes

    @property
    def width(self) -> int:
        """Columns, in pixels."""
        return self._shape[1]

    @property
    def height(self) -> int:
        """Rows, in pixels."""
        return self._shape[0]

    @property
    def size(self) -> tuple[int, int]:
        """(width, height), in pixels."""
        return self.width, self.height

    @property
    def mode(self) -> Mode:
        """`L`, `RGB` or `RGBA`."""
        return mode_of(self._shape)

    @property
    def color_space(self) -> Literal["sRGB", "gray"]:
        """sRGB (IEC 61966-2-1), or gray with the tone curve of sRGB."""
        return "gray" if self.mode == "L" else "sRGB"

    @property
    def frame(self) -> Frame:
        """The coordinates of this image, to place boxes, points and masks in."""
        from compound.values.geometry import Frame

        return Frame(width=self.width, height=self.height, digest=self.digest)

    def pil(self) -> PilImage:
        """A PIL image of the same mode, with pixels of its own."""
        from PIL import Image as Pil

        return Pil.frombytes(self.mode, self.size, self.array.tobytes())

    def png(self) -> bytes:
        """The image as a PNG file, without loss."""
        import numpy as np

        from compound.values.png import write

        return write(np.atleast_3d(self.array))

    def crop(self, box: Box) -> Image:
        """The pixels that `box` touches, as an image with a frame of its own.

        Raises `FrameMismatch` when the box belongs to another image, and `EmptyBox` when it touches no pixel.
        """
        from compound.errors.values import EmptyBox

        left, top, right, bottom = box.on(self).pixels()
        if left == right or top == bottom:
            raise EmptyBox(edges=box.edges)
        return Image(self.array[top:bottom, left:right])

    def __repr__(self) -> str:
        return f"Image({self.width}×{self.height} {self.mode})"

    def __reduce__(self) -> tuple[Any, ...]:
        if self._array is None:
            return _revive_packed, (type(self), self.packing(), self._notes)
        return _revive, (type(self), self._array.tobytes(), self._shape, self._notes)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        from compound.values.reference import DIGEST, PIXELS, reference_schema

        mode = {"type": "string", "enum": list(_MODES.values())}
        return reference_schema("Image", {"image": DIGEST, "width": PIXELS, "height": PIXELS, "mode": mode})

    def _identity(self) -> tuple[Any, ...]:
        return "image", self.array, self.mode

    def _reference(self) -> dict[str, Any]:
        return {"image": self.digest, "width": self.width, "height": self.height, "mode": self.mode}


def _revive(cls: type[Image], pixels: bytes, shape: tuple[int, ...], notes: tuple[str, ...]) -> Image:
    import numpy as np

    from compound.values.arrays import over

    return cls(over(pixels, np.dtype(np.uint8), shape), notes=notes)


def _revive_packed(cls: type[Image], packed: Packed, notes: tuple[str, ...]) -> Image:
    return cls.from_packing(packed, notes=notes)
