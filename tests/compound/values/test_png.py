"""PNG files that any program reads, and that are read back as nothing but what was written."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from PIL import Image as Pil

from compound.values.png import read, shape_of, write

sides = st.integers(1, 40)
arrays = hnp.arrays(np.uint8, st.tuples(sides, sides, st.sampled_from([1, 3, 4])))
PRINT: NDArray[np.uint8] = np.where(np.arange(64 * 64 * 3) % 7 < 5, 255, 0).astype(np.uint8).reshape(64, 64, 3)
SLOPE: NDArray[np.uint8] = np.add.outer(np.arange(64), np.random.default_rng(0).integers(0, 99, (64, 3))).astype(
    np.uint8
)


def with_stream(array: NDArray[np.uint8], raw: bytes) -> bytes:
    """The PNG of `array` with other rows."""
    stream = zlib.compress(raw)
    chunk = struct.pack(">I", len(stream)) + b"IDAT" + stream + struct.pack(">I", zlib.crc32(b"IDAT" + stream))
    return write(array)[:33] + chunk + write(array)[-12:]


@given(arrays)
@example(PRINT)
@example(SLOPE)
@example(np.zeros((1, 1, 1), np.uint8))
def test_what_is_written_is_read_here_and_by_others(array: NDArray[np.uint8]) -> None:
    data = write(array)

    assert np.array_equal(read(data), array)
    with Pil.open(io.BytesIO(data)) as other:
        assert np.array_equal(np.atleast_3d(np.asarray(other)), array)


@given(arrays)
def test_the_header_tells_the_shape(array: NDArray[np.uint8]) -> None:
    assert shape_of(write(array)) == array.shape


def test_its_checksums_are_right() -> None:
    with Pil.open(io.BytesIO(write(SLOPE))) as other:
        other.verify()


def test_what_changes_little_from_row_to_row_is_kept_as_differences() -> None:
    assert len(write(SLOPE)) < len(zlib.compress(SLOPE.tobytes())) / 2


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", write(PRINT)[:56], b"GIF89a" + bytes(99)], ids=len)
def test_what_is_no_whole_header_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="PNG"):
        shape_of(data)


@pytest.mark.parametrize("mode", ["1", "P", "LA", "I;16"])
def test_pixels_of_other_kinds_are_refused(mode: str) -> None:
    buffer = io.BytesIO()
    Pil.new(mode, (30, 30)).save(buffer, format="PNG")
    with pytest.raises(ValueError, match="8-bit"):
        shape_of(buffer.getvalue())


def test_a_header_that_promises_more_than_the_file_can_hold_is_refused_by_itself() -> None:
    huge = struct.pack(">4sIIBBBBB", b"IHDR", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = write(PRINT)[:12] + huge + struct.pack(">I", zlib.crc32(huge)) + write(PRINT)[33:]
    with pytest.raises(ValueError, match="60000×60000"):
        shape_of(data)


@pytest.mark.parametrize("raw", [b"", bytes(12_351), bytes(12_353), bytes([3]) * 12_352, bytes([2]) + bytes(12_351)])
def test_rows_that_were_not_written_here_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"in place of 12,352|not filtered"):
        read(with_stream(PRINT, raw))


@given(st.data())
def test_damage_anywhere_gives_pixels_of_the_shape_or_a_refusal(data: st.DataObject) -> None:
    whole = write(data.draw(st.sampled_from([PRINT, SLOPE])))
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from([whole[:at], whole[at:], whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]])
    )
    try:
        shape = shape_of(damaged)
        assert read(damaged).shape == shape
    except ValueError:
        return
