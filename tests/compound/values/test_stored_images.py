"""Images are cheap to keep and to read back: pixels are compressed once, and unpacked for those who look."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pil

from compound.errors.values import NotDecodable, PixelsDamaged
from compound.keys.value import key_of
from compound.store.blobs import Blobs
from compound.values import Box, Image, Page, png
from compound.values.codec import from_json, to_json

PIXELS: NDArray[np.uint8] = np.random.default_rng(0).integers(0, 9, (30, 20, 3), np.uint8)
GRAY = np.repeat(PIXELS[:, :, :1], 3, axis=2)
OTHER = Image(PIXELS + 1)
CORNER = Box(left=0, top=0, right=2, bottom=2, frame=OTHER.frame)
WITHOUT_DIGEST = {"width": 20, "height": 30, "notes": []}
MODES = [PIXELS[:, :, 0], PIXELS, GRAY, np.dstack([PIXELS, PIXELS[:, :, 0]])]


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path)


class Counted:
    """Stands in for a function and counts its calls."""

    def __init__(self, function: Any) -> None:
        self.function, self.calls = function, 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        return self.function(*arguments)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted = Counted(png.write)
    monkeypatch.setattr(png, "write", counted)
    return counted


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted = Counted(png.read)
    monkeypatch.setattr(png, "read", counted)
    return counted


class TestWriting:
    def test_an_image_is_compressed_once_however_often_it_is_kept(self, blobs: Blobs, writes: Counted) -> None:
        image = Image(PIXELS)
        assert to_json([image, image], blobs) == to_json([image.packed(), image], blobs)
        assert writes.calls == 1

    def test_the_bytes_of_a_packed_image_are_what_is_kept(self, blobs: Blobs, writes: Counted, reads: Counted) -> None:
        packed = Image(PIXELS).packed()
        assert blobs.get(to_json(packed, blobs)["$blob"]) == packed.packing().data
        assert (writes.calls, reads.calls) == (1, 0)

    def test_what_was_read_is_kept_again_without_looking_at_it(
        self, blobs: Blobs, writes: Counted, reads: Counted
    ) -> None:
        data = to_json(Image(PIXELS), blobs)
        assert to_json(from_json(data, Image, blobs), blobs) == data
        assert (writes.calls, reads.calls) == (1, 0)


class TestReading:
    @pytest.mark.parametrize("pixels", MODES, ids=["L", "RGB", "gray RGB", "RGBA"])
    def test_every_mode_comes_back(self, pixels: NDArray[np.uint8], blobs: Blobs) -> None:
        image = Image(pixels, notes=("noted",))
        same = from_json(to_json(image, blobs), Image, blobs)

        assert (same, same.mode, same.size, same.notes) == (image, image.mode, image.size, image.notes)
        assert np.array_equal(same.array, pixels)

    def test_who_an_image_is_and_how_large_needs_no_pixels(self, blobs: Blobs, reads: Counted) -> None:
        image = Image(PIXELS)
        same = from_json(to_json(image, blobs), Image, blobs)

        assert key_of(same) == key_of(image)
        assert (same, same.frame, same.mode, hash(same)) == (image, image.frame, image.mode, hash(image))
        assert reads.calls == 0
        assert np.array_equal(same.array, PIXELS)
        assert reads.calls == 1

    def test_a_long_document_is_read_in_less_memory_than_one_page_unpacked(self, blobs: Blobs) -> None:
        sheets = [Image(np.full((600, 500, 3), 200 + number, np.uint8)) for number in range(20)]
        data = to_json([Page(number=at + 1, image=image) for at, image in enumerate(sheets)], blobs)
        from_json(data, list[Page], blobs)
        tracemalloc.start()
        try:
            pages = from_json(data, list[Page], blobs)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

        assert [page.image for page in pages] == sheets
        assert peak < sheets[0].nbytes

    def test_a_record_without_the_digest_of_the_pixels_is_read_as_before(self, blobs: Blobs) -> None:
        buffer = io.BytesIO()
        Pil.fromarray(PIXELS).save(buffer, format="PNG")
        words = {"kind": "image", "width": 20, "height": 30, "notes": ["noted"]}
        same = from_json({"$blob": blobs.put(buffer.getvalue()), **words}, Image, blobs)

        assert (same, same.notes) == (Image(PIXELS), ("noted",))


class TestRecordsThatLie:
    def told(self, blobs: Blobs, **words: Any) -> Any:
        return {**to_json(Image(PIXELS), blobs), **words}

    @pytest.mark.parametrize(
        "words",
        [
            {"width": 21},
            {"height": 10**9},
            {"width": 30, "height": 20},
            {"width": "20"},
            {"mode": "L"},
            {"mode": "RGBA"},
            {"mode": "CMYK"},
            {"mode": ["RGB"]},
            {"pixels": "0" * 63},
            {"pixels": None},
            {"notes": None},
        ],
        ids=str,
    )
    def test_words_that_do_not_fit_the_header_are_refused_at_once(
        self, words: dict[str, Any], blobs: Blobs, reads: Counted
    ) -> None:
        with pytest.raises(NotDecodable, match=r"value\[0\]"):
            from_json([self.told(blobs, **words)], list[Image], blobs)
        assert reads.calls == 0

    @pytest.mark.parametrize("cut", [0, 20, 56])
    def test_a_blob_that_is_no_whole_png_is_refused_at_once(self, cut: int, blobs: Blobs) -> None:
        blob = blobs.put(Image(PIXELS).png()[:cut])
        for data in (self.told(blobs, **{"$blob": blob}), {"$blob": blob, "kind": "image", **WITHOUT_DIGEST}):
            with pytest.raises(NotDecodable):
                from_json(data, Image, blobs)

    def test_pixels_of_another_image_are_not_taken_for_those_of_the_one_that_is_named(self, blobs: Blobs) -> None:
        image = from_json(self.told(blobs, pixels=OTHER.digest), Image, blobs)
        for _ in range(2):
            with pytest.raises(PixelsDamaged, match=Image(PIXELS).digest) as caught:
                _ = image.array
            assert caught.value.digest == OTHER.digest

    @pytest.mark.parametrize("look", [Image.png, Image.pil, lambda image: image.crop(CORNER)])
    def test_whatever_looks_at_the_pixels_finds_the_damage(self, look: Any, blobs: Blobs) -> None:
        image = from_json(self.told(blobs, pixels=OTHER.digest), Image, blobs)
        with pytest.raises(PixelsDamaged):
            look(image)

    def test_a_damaged_stream_is_found_by_who_looks(self, blobs: Blobs) -> None:
        whole = Image(PIXELS).png()
        blob = blobs.put(whole[:60] + bytes(99) + whole[159:])
        image = from_json(self.told(blobs, **{"$blob": blob}), Image, blobs)
        with pytest.raises(PixelsDamaged):
            _ = image.array
