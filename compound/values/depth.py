"""Depth: how far away what each pixel of an image shows is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from compound.values.sealed import Sealed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

    from compound.values.geometry import Frame
    from compound.values.image import Image

Scale: TypeAlias = Literal["metres", "relative"]
"""What the numbers are: distances in metres, or an order alone (a model that cannot know the scale)."""


class Depth(Sealed):
    """A distance for each pixel of the image that `frame` names, larger being farther away; it cannot change.

    Models of inverse depth (DPT, MiDaS) give larger numbers to what is nearer: their nodes turn that round.
    """

    __slots__ = ("_frame", "_scale")

    _array: NDArray[np.float32]
    _frame: Frame
    _scale: Scale

    def __init__(self, array: NDArray[np.float32], frame: Frame, scale: Scale = "relative") -> None:
        """Depth of a finite float32 array H×W that is nowhere negative, copied so that later changes do not reach it.

        Raises `UnsuitableArray` for another dtype, shape or number, and `FrameMismatch` when H×W is not the size of
        `frame`.
        """
        from compound.values.measured import distances

        self._fill(_array=distances(array, frame), _frame=frame, _scale=scale)

    @property
    def array(self) -> NDArray[np.float32]:
        """float32, H×W, from 0, larger is farther. Read-only for good."""
        return self._array

    @property
    def frame(self) -> Frame:
        """The frame of the image that was measured."""
        return self._frame

    @property
    def scale(self) -> Scale:
        """`metres`, or `relative` where only the order of the numbers counts."""
        return self._scale

    def on(self, image: Image) -> Depth:
        """This depth, when it belongs to `image`; raises `FrameMismatch` when it does not."""
        image.frame.require(self._frame, "use this Depth on the image")
        return self

    def __repr__(self) -> str:
        return f"Depth({self._frame.width}×{self._frame.height}, {self._scale})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self._array.tobytes(), self._frame, self._scale)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        from compound.values.reference import DIGEST, PIXELS, reference_schema

        scale = {"type": "string", "enum": ["metres", "relative"]}
        return reference_schema("Depth", {"depth": DIGEST, "width": PIXELS, "height": PIXELS, "scale": scale})

    def _identity(self) -> tuple[Any, ...]:
        return "depth", self._array, self._frame.digest, self._scale

    def _reference(self) -> dict[str, Any]:
        frame = self._frame
        return {"depth": self.digest, "width": frame.width, "height": frame.height, "scale": self._scale}


def _revive(cls: type[Depth], numbers: bytes, frame: Frame, scale: Scale) -> Depth:
    import numpy as np

    from compound.values.arrays import over

    return cls(over(numbers, np.dtype(np.float32), (frame.height, frame.width)), frame, scale)
