"""What a segmentation finds: masks of one image, with how sure it is of each."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from compound.errors.values import NoMask
from compound.values.geometry import Frame
from compound.values.image import Image
from compound.values.mask import Mask
from compound.values.value import Confidence, Value


class Masks(Value):
    """Masks of the image that `frame` names, the surest first; none where nothing was found. They may overlap."""

    frame: Frame

    masks: tuple[Mask, ...]

    confidences: tuple[Confidence, ...]
    """How sure the segmentation is of each mask; SAM's is the overlap with the truth (IoU) that it predicts."""

    @model_validator(mode="after")
    def _each_has_its_confidence_on_one_frame(self) -> Self:
        if len(self.masks) != len(self.confidences):
            raise ValueError(f"{len(self.masks)} masks need as many confidences, not {len(self.confidences)}")
        if any(earlier < later for earlier, later in zip(self.confidences, self.confidences[1:], strict=False)):
            raise ValueError("the surest mask comes first")
        for mask in self.masks:
            self.frame.require(mask.frame, "keep masks of several images together")
        return self

    @property
    def best(self) -> Mask:
        """The surest mask; raises `NoMask` where nothing was found."""
        if not self.masks:
            raise NoMask(frame=self.frame)
        return self.masks[0]

    def on(self, image: Image) -> Self:
        """These masks, when they belong to `image`; raises `FrameMismatch` when they do not."""
        image.frame.require(self.frame, "use these Masks on the image")
        return self
