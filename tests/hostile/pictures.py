"""Pictures that are damaged, odd, or made to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image as Pil
from PIL import ImageDraw, ImageFont, PngImagePlugin

SIDE = 14_000


def page(mode: str = "L", size: tuple[int, int] = (700, 400)) -> Pil.Image:
    """Some lines of print."""
    picture = Pil.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(("Corner Shop", "Date 2024-03-05", "Bread  2.50", "Total  2.50")):
        draw.text((40, 40 + 60 * row), line, 0, ImageFont.load_default(32))
    return picture.convert(mode)


def saved(picture: Pil.Image, format: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def large(format: str) -> bytes:
    return saved(Pil.new("L", (SIDE, SIDE), 255), format)


def strip(size: tuple[int, int]) -> bytes:
    return saved(Pil.new("L", size, 255), "PNG")


def many_pages(pages: int) -> bytes:
    """A TIFF."""
    return saved(page("1"), "TIFF", save_all=True, append_images=[page("1")] * (pages - 1))


def circular_tiff() -> bytes:
    """A TIFF whose only page names itself as the next one."""
    data = bytearray(saved(page("L"), "TIFF"))
    (first,) = struct.unpack("<I", data[4:8])
    (entries,) = struct.unpack("<H", data[first : first + 2])
    data[first + 2 + 12 * entries : first + 6 + 12 * entries] = struct.pack("<I", first)
    return bytes(data)


def animation(format: str, frames: int) -> bytes:
    def others() -> Iterator[Pil.Image]:
        for index in range(1, frames):
            picture = page("P", (200, 120))
            picture.putpixel((index % 200, index // 200 % 120), 0)
            yield picture

    return saved(page("P", (200, 120)), format, save_all=True, append_images=others(), duration=20)


def chatty_png() -> bytes:
    """A PNG with compressed notes that unfold to a hundred megabytes each."""
    notes = PngImagePlugin.PngInfo()
    for index in range(20):
        notes.add(b"zTXt", b"note%d\0\0" % index + zlib.compress(bytes(10**8), 9))
    return saved(page(), "PNG", pnginfo=notes)


def lying_png() -> bytes:
    """A PNG whose header says it is as large as can be written, with hardly any pixels after it."""
    data = saved(page(), "PNG")
    header = b"IHDR" + struct.pack(">II", 2**31 - 1, 2**31 - 1) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


def bomb_within_limits() -> bytes:
    """As many pixels as one page may have, in some kilobytes."""
    return saved(Pil.new("RGBA", (7_000, 7_000)), "PNG")


def wrongly_turned() -> bytes:
    """A JPEG with an orientation that there is not, and EXIF data that ends early."""
    exif = Pil.Exif()
    exif[0x0112] = 4711
    return saved(page("RGB"), "JPEG", exif=exif.tobytes()[:-3])


def wide() -> bytes:
    """16 bits a pixel."""
    return saved(Pil.fromarray(np.asarray(page()).astype(np.uint16) * 257), "PNG")


def floating() -> bytes:
    """32-bit floats, whose range nobody knows."""
    return saved(page("F"), "TIFF")
