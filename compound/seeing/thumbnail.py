"""Pictures small enough to be written into a page."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from PIL import Image as Pil

if TYPE_CHECKING:
    from compound.values.image import Image

SIDE = 320
"""Pixels of the longer side, at the most."""
BYTES = 50_000
"""Of a thumbnail's data URL."""
_QUALITY = 80
_STEP = 0.7
"""What the side is multiplied by while a picture is too large."""


def thumbnail(image: Image) -> str:
    """A data URL (WebP) of at most 50,000 bytes, of the picture scaled down to 320 pixels if it is larger."""
    picture = image.pil()
    side = float(SIDE)
    while True:
        picture.thumbnail((max(1, round(side)), max(1, round(side))), Pil.Resampling.LANCZOS)
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=_QUALITY)
        url = "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
        if len(url) <= BYTES:
            return url
        side *= _STEP
