"""A picture out of a video."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from compound.values.image import Image
from compound.values.value import Value


class Still(Value):
    """What a video shows at one time."""

    image: Image

    at: Annotated[float, Field(ge=0.0)]
    """Seconds from the beginning of the video, by the presentation time of the frame."""

    source: str = ""
    """The file or address of the video, empty when not known."""
