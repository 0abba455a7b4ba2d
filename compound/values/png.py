"""Arrays of pixels as PNG files (https://www.w3.org/TR/png-3/) of one kind: 8 bits, one filter, one chunk of pixels.

Each file is one call of zlib, which is twice as fast as encoders that choose a filter for every row.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

FASTEST = 1
"""zlib's level; a page of print shrinks to a thirtieth, and more effort takes three times as long for little more."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOR_TYPES = {1: 0, 3: 2, 4: 6}
"""PNG's numbers for gray, color, and color with alpha, by channels."""
_CHANNELS = {number: channels for channels, number in _COLOR_TYPES.items()}
_SIZE_AND_COLOR = struct.Struct(">IIxB")
_AT_SIZE = 16
_PIXELS = slice(41, -16)
"""Where zlib's stream lies: after the signature, IHDR and the head of IDAT, before the checksum of IDAT and IEND."""
_SHORTEST = 57
_MOST = 1032
"""How many times longer than its stream what it unfolds to can be (https://zlib.net/zlib_tech.html)."""

_NONE, _UP = 0, 2
"""PNG's numbers for rows as they are, and for what each byte is more than the one above."""


def write(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of an array H×W×C, where C is 1, 3 or 4."""
    stream = zlib.compress(_filtered(pixels.reshape(len(pixels), -1)).data, FASTEST)
    return _head(*pixels.shape) + _chunk(b"IDAT", stream) + _chunk(b"IEND", b"")


def shape_of(data: bytes) -> tuple[int, int, int]:
    """Height, width and channels by the header alone, of a file that `write` gave; raises ValueError for any other."""
    if len(data) < _SHORTEST:
        raise ValueError("the PNG is cut off")
    width, height, color_type = _SIZE_AND_COLOR.unpack_from(data, _AT_SIZE)
    channels = _CHANNELS.get(color_type)
    if not width or not height or channels is None or not data.startswith(_head(height, width, channels)):
        raise ValueError("it does not begin as a PNG of 8-bit pixels that was written here")
    if height * width * channels > len(data) * _MOST:
        raise ValueError(f"{len(data):,} bytes of PNG cannot hold {width}×{height} pixels")
    return height, width, channels


def read(data: bytes) -> NDArray[np.uint8]:
    """The array that `write` was given; raises ValueError for what it did not give."""
    height, width, channels = shape_of(data)
    length = height * (1 + width * channels)
    try:
        # A stream that is longer than it should be takes no more than a header that says so could: _MOST times itself.
        raw = zlib.decompress(memoryview(data)[_PIXELS], bufsize=length)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(raw) != length:
        raise ValueError(f"the PNG holds {len(raw):,} bytes of pixels in place of {length:,}")
    return _unfiltered(np.frombuffer(raw, np.uint8).reshape(height, -1)).reshape(height, width, channels)


def _filtered(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The rows, each after the number of its filter.

    Print repeats itself, which zlib sees best as it is. Where most bytes differ from the one above, as in photos, the
    differences are small, and shrink to three quarters of what the bytes would.
    """
    sampled, above = rows[1::16], rows[:-1:16]
    filtered = np.empty((rows.shape[0], 1 + rows.shape[1]), np.uint8)
    if 2 * np.count_nonzero(sampled != above) > sampled.size:
        filtered[:, 0] = _UP
        filtered[0, 1:] = rows[0]
        np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    else:
        filtered[:, 0] = _NONE
        filtered[:, 1:] = rows
    return filtered


def _unfiltered(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    used = set(rows[:, 0].tolist())
    if used == {_NONE}:
        return rows[:, 1:]
    if used == {_UP}:
        return np.add.accumulate(rows[:, 1:], axis=0, dtype=np.uint8)
    raise ValueError("its rows are not filtered as they are here")


def _head(height: int, width: int, channels: int) -> bytes:
    size = struct.pack(">IIBBBBB", width, height, 8, _COLOR_TYPES[channels], 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", size)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))
