"""Places in an image, each bound to the image it was found in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, model_validator

from compound.errors.values import FrameMismatch
from compound.values.value import Value

if TYPE_CHECKING:
    from compound.values.image import Image


class Frame(Value):
    """The coordinates of one image: its size, and the digest that says which image it is.

    Pixels are counted from the upper left corner: x grows to the right up to `width`, y down to `height`. Two frames
    are the same only when size and digest are. An empty digest stands for no image: such a frame is a mere grid, the
    same as another grid of its size and never the same as an image's frame, however alike their sizes. `bound_to` on
    a value makes the step from a grid to an image, in so many words.
    """

    width: Annotated[int, Field(ge=1)]
    """Columns, in pixels."""

    height: Annotated[int, Field(ge=1)]
    """Rows, in pixels."""

    digest: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """`Image.digest` of the image, or empty for a grid that belongs to no image."""

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Enough of the digest to tell frames apart by eye."""
        yield from (("width", self.width), ("height", self.height), ("digest", self.digest[:12]))

    def require(self, other: Frame, doing: str) -> None:
        """Raise `FrameMismatch` unless `other` is the same frame; `doing` completes "cannot …"."""
        if self != other:
            raise FrameMismatch(expected=self, found=other, doing=doing)

    def bind(self, image: Image) -> Frame:
        """The frame of `image`, if this is it or is a grid of its size; else raises `FrameMismatch`."""
        frame = image.frame
        if self.digest or (self.width, self.height) != image.size:
            frame.require(self, "bind the value to the image")
        return frame


class Placed(Value):
    """A value whose coordinates mean something in one frame only."""

    frame: Frame
    """Where the coordinates count."""

    def on(self, image: Image) -> Self:
        """This value, when it belongs to `image`; raises `FrameMismatch` when it does not."""
        image.frame.require(self.frame, f"use this {type(self).__name__} on the image")
        return self

    def bound_to(self, image: Image) -> Self:
        """This value on `image`, for one whose frame is a grid of that size; raises `FrameMismatch` otherwise."""
        return self.model_copy(update={"frame": self.frame.bind(image)})


class Point(Placed):
    """A position in pixels, with 0 ≤ x ≤ width and 0 ≤ y ≤ height; pixel (0, 0) has its center at (0.5, 0.5)."""

    x: float
    y: float

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not (0 <= self.x <= self.frame.width and 0 <= self.y <= self.frame.height):
            raise ValueError(
                f"the point ({self.x:g}, {self.y:g}) lies outside its frame of {self.frame.width}×{self.frame.height}"
            )
        return self


class Box(Placed):
    """An upright rectangle in pixels: 0 ≤ left ≤ right ≤ width and 0 ≤ top ≤ bottom ≤ height.

    `right` and `bottom` are the edges themselves, so the box of the whole frame is (0, 0, width, height).
    """

    left: float
    top: float
    right: float
    bottom: float

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not (0 <= self.left <= self.right <= self.frame.width and 0 <= self.top <= self.bottom <= self.frame.height):
            raise ValueError(
                f"the box {self.edges} does not lie in its frame of {self.frame.width}×{self.frame.height} "
                "with left ≤ right and top ≤ bottom; Box.clipped cuts a box to its frame"
            )
        return self

    @classmethod
    def clipped(cls, edges: tuple[float, float, float, float], frame: Frame) -> Self:
        """The part of (left, top, right, bottom) that lies in `frame`; detectors overshoot the edges."""
        left, right = (min(max(float(x), 0.0), float(frame.width)) for x in (edges[0], edges[2]))
        top, bottom = (min(max(float(y), 0.0), float(frame.height)) for y in (edges[1], edges[3]))
        return cls(left=left, top=top, right=right, bottom=bottom, frame=frame)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom), in pixels."""
        return self.left, self.top, self.right, self.bottom

    @property
    def width(self) -> float:
        """right - left, in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """bottom - top, in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """width × height, in square pixels."""
        return self.width * self.height

    @property
    def center(self) -> Point:
        """The middle of the box."""
        return Point(x=(self.left + self.right) / 2, y=(self.top + self.bottom) / 2, frame=self.frame)

    def pixels(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of the whole pixels that the box touches, right and bottom exclusive."""
        return math.floor(self.left), math.floor(self.top), math.ceil(self.right), math.ceil(self.bottom)

    def contains(self, point: Point) -> bool:
        """Whether `point` lies in the box or on its edge; raises `FrameMismatch` when its frame is another."""
        self.frame.require(point.frame, "look for the point in the box")
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom

    def intersection(self, other: Box) -> Box | None:
        """What both boxes cover, None when that has no area; raises `FrameMismatch` when the frames differ."""
        self.frame.require(other.frame, "intersect the boxes")
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        if left >= right or top >= bottom:
            return None
        return Box(left=left, top=top, right=right, bottom=bottom, frame=self.frame)

    def union(self, other: Box) -> Box:
        """The smallest box that holds both; raises `FrameMismatch` when the frames differ."""
        self.frame.require(other.frame, "join the boxes")
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
            frame=self.frame,
        )

    def iou(self, other: Box) -> float:
        """Area of the intersection over area of the union of both, 0 to 1, and 0 for two boxes without area."""
        shared = self.intersection(other)
        overlap = shared.area if shared else 0.0
        covered = self.area + other.area - overlap
        return overlap / covered if covered else 0.0
