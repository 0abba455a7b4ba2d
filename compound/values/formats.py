"""Which image formats are accepted, and reading a file's header alone."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image as Pil
from PIL.ImageFile import ImageFile

from compound.errors.root import CompoundError
from compound.errors.values import UnreadableImage

ACCEPTED = ("AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")
"""By Pillow's names. Left out is what starts other programs (EPS), and what is rare and little tested."""

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
    Pil.DecompressionBombError,
)
"""What Pillow's plugins raise on damaged input; they promise no one class."""

_PREFIX = 16
"""How many bytes Pillow's plugins recognize their format by."""


@contextmanager
def naming(source: str, doing: str) -> Iterator[None]:
    """Turn what Pillow raises on damaged input into `UnreadableImage`."""
    try:
        yield
    except CompoundError:
        raise
    except DAMAGE as error:
        raise UnreadableImage(source=source, reason=f"{doing} failed ({error})", accepted=ACCEPTED) from error


def read_header(data: bytes, source: str) -> ImageFile:
    """A PIL image whose header is read and whose pixels are not.

    `PIL.Image.open` applies a cap of its own, for the whole process, and warns at half of it. The plugins are asked
    directly, so that `Limits` alone decides. Raises `UnreadableImage` for what is damaged or of no accepted format.
    """
    Pil.init()
    for name in ACCEPTED:
        factory, accepts = Pil.OPEN.get(name, (None, None))
        # A plugin whose library is missing answers with a sentence, which is no yes.
        if factory and accepts and accepts(data[:_PREFIX]) is True:
            with naming(source, f"reading the {name} header"):
                return factory(io.BytesIO(data), "")
    raise UnreadableImage(source=source, reason=_unknown(data), accepted=ACCEPTED)


def _unknown(data: bytes) -> str:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "it is a PDF, whose pages have to be rendered first (the capability document.load)"
    return "it is not an image, or of a format that is not read here"
