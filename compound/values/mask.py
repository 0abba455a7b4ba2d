"""Masks: which pixels of one image are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.values.sealed import Sealed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

    from compound.values.geometry import Box, Frame
    from compound.values.image import Image


class Mask(Sealed):
    """A choice of pixels of the image that `frame` names; it cannot change.

    `&`, `|`, `-`, `^` combine masks of the same frame and raise `FrameMismatch` for others; `~` inverts.
    """

    __slots__ = ("_frame",)

    _array: NDArray[np.bool_]
    _frame: Frame

    def __init__(self, array: NDArray[np.bool_], frame: Frame) -> None:
        """A mask of a bool array H×W, True where a pixel is meant, copied so that later changes do not reach it.

        Raises `UnsuitableArray` for another dtype or number of dimensions, and `FrameMismatch` when H×W is not the
        size of `frame`.
        """
        from compound.values.pixels import mask_pixels

        self._fill(_array=mask_pixels(array, frame), _frame=frame)

    @property
    def array(self) -> NDArray[np.bool_]:
        """bool, H×W, True where the pixel is meant. Read-only for good."""
        return self._array

    @property
    def frame(self) -> Frame:
        """The frame of the image that the mask belongs to."""
        return self._frame

    @property
    def area(self) -> int:
        """How many pixels are meant."""
        return int(self._array.sum())

    def box(self) -> Box | None:
        """The smallest box that holds every pixel meant, None when there is none."""
        import numpy as np

        from compound.values.geometry import Box

        rows, columns = (np.flatnonzero(self._array.any(axis=axis)) for axis in (1, 0))
        if not rows.size:
            return None
        return Box(
            left=float(columns[0]),
            top=float(rows[0]),
            right=float(columns[-1]) + 1,
            bottom=float(rows[-1]) + 1,
            frame=self._frame,
        )

    def on(self, image: Image) -> Mask:
        """This mask, when it belongs to `image`; raises `FrameMismatch` when it does not."""
        image.frame.require(self._frame, "use this Mask on the image")
        return self

    def bound_to(self, image: Image) -> Mask:
        """This mask on `image`, for one whose frame is a grid of that size; raises `FrameMismatch` otherwise."""
        return Mask(self._array, self._frame.bind(image))

    def __and__(self, other: Mask) -> Mask:
        return Mask(self._array & self._same(other), self._frame)

    def __or__(self, other: Mask) -> Mask:
        return Mask(self._array | self._same(other), self._frame)

    def __xor__(self, other: Mask) -> Mask:
        return Mask(self._array ^ self._same(other), self._frame)

    def __sub__(self, other: Mask) -> Mask:
        return Mask(self._array & ~self._same(other), self._frame)

    def __invert__(self) -> Mask:
        return Mask(~self._array, self._frame)

    def __repr__(self) -> str:
        return f"Mask({self.area} of {self._frame.width}×{self._frame.height})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self._array.tobytes(), self._frame)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        from compound.values.reference import DIGEST, PIXELS, reference_schema

        of = {"type": "string", "pattern": "^([0-9a-f]{64})?$", "description": "digest of the image it belongs to"}
        return reference_schema("Mask", {"mask": DIGEST, "width": PIXELS, "height": PIXELS, "of": of})

    def _identity(self) -> tuple[Any, ...]:
        return "mask", self._array, self._frame.digest

    def _reference(self) -> dict[str, Any]:
        frame = self._frame
        return {"mask": self.digest, "width": frame.width, "height": frame.height, "of": frame.digest}

    def _same(self, other: Mask) -> NDArray[np.bool_]:
        self._frame.require(other.frame, "combine the masks")
        return other.array


def _revive(cls: type[Mask], pixels: bytes, frame: Frame) -> Mask:
    import numpy as np

    from compound.values.arrays import over

    return cls(over(pixels, np.dtype(np.bool_), (frame.height, frame.width)), frame)
