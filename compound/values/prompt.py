"""What a segmentation is asked for."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from compound.values.geometry import Box, Frame, Point
from compound.values.image import Image
from compound.values.mask import Mask
from compound.values.value import Value


class Prompt(Value):
    """What is meant in an image. All parts speak of the same thing; an empty prompt means everything there is.

    For several things, ask several times: an image is encoded once, however many prompts come.
    """

    points: tuple[Point, ...] = ()
    """Places on it."""

    outside: tuple[Point, ...] = ()
    """Places that do not belong to it."""

    box: Box | None = None
    """A box around it."""

    mask: Mask | None = None
    """A rough choice of its pixels, to be refined."""

    text: str = ""
    """Words for it. They may fit several things, each of which is meant."""

    @model_validator(mode="after")
    def _lies_on_one_frame(self) -> Self:
        for part in self._placed():
            self._placed()[0].frame.require(part.frame, "ask with places of several images")
        if self.outside and not (self.points or self.box or self.mask or self.text):
            raise ValueError("places outside of a thing need something that says which: a point, a box, a mask, words")
        return self

    @property
    def frame(self) -> Frame | None:
        """Where its places count; None when it has none."""
        placed = self._placed()
        return placed[0].frame if placed else None

    @property
    def everything(self) -> bool:
        """Whether all things in the image are meant."""
        return not self.text and not self._placed()

    def on(self, image: Image) -> Self:
        """This prompt, when its places belong to `image`; raises `FrameMismatch` when they do not."""
        for part in self._placed():
            part.on(image)
        return self

    def bound_to(self, image: Image) -> Self:
        """This prompt on `image`, for places on a grid of that size; raises `FrameMismatch` otherwise."""
        return self.model_copy(
            update={
                "points": tuple(point.bound_to(image) for point in self.points),
                "outside": tuple(point.bound_to(image) for point in self.outside),
                "box": self.box and self.box.bound_to(image),
                "mask": self.mask and self.mask.bound_to(image),
            }
        )

    def _placed(self) -> tuple[Point | Box | Mask, ...]:
        parts = (*self.points, *self.outside, self.box, self.mask)
        return tuple(part for part in parts if part is not None)
