"""Whatever mode, profile or orientation a file has, its image is upright and sRGB; what is too large is not decoded."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pil
from PIL import ImageCms
from PIL.ImageFile import ImageFile

from compound.errors.values import ImageTooLarge, UnreadableImage
from compound.values import Image, Limits

RGB = Pil.fromarray(np.random.default_rng(0).integers(0, 256, (6, 8, 3), dtype=np.uint8))
RGBA = Pil.fromarray(np.random.default_rng(1).integers(0, 256, (6, 8, 4), dtype=np.uint8))


def encoded(image: Pil.Image, format_name: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds a few bytes of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def red_is_green() -> bytes:
    """A color profile in which the first primary is sRGB's green and the second its red."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    return swapped.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


class TestFormats:
    @pytest.mark.parametrize("format_name", ["BMP", "PNG", "PPM", "TIFF"])
    def test_lossless_formats_give_the_pixels(self, format_name: str) -> None:
        assert np.array_equal(Image.open(encoded(RGB, format_name)).array, np.asarray(RGB))

    @pytest.mark.parametrize("format_name", ["AVIF", "GIF", "JPEG", "JPEG2000", "WEBP"])
    def test_lossy_formats_are_read(self, format_name: str) -> None:
        image = Image.open(encoded(RGB, format_name))
        assert (image.size, image.mode) == ((8, 6), "RGB")

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b"hello, world", "not an image"),
            (b"%PDF-1.7\n", "PDF"),
            (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n", "not an image"),
            (encoded(RGB, "PNG")[:-40], "truncated"),
            (b"\x89PNG\r\n\x1a\n", "PNG header"),
            (encoded(RGB, "JPEG")[:200], "failed"),
        ],
    )
    def test_what_is_no_whole_image_is_refused_with_the_reason(self, data: bytes, reason: str) -> None:
        with pytest.raises(UnreadableImage, match=reason) as caught:
            Image.open(data)
        assert "PNG" in caught.value.accepted

    def test_a_missing_file_a_folder_and_a_text_file_are_named(self, tmp_path: Path) -> None:
        for source in (tmp_path / "gone.png", tmp_path):
            with pytest.raises(UnreadableImage) as caught:
                Image.open(source)
            assert caught.value.source == str(source)
        with pytest.raises(UnreadableImage, match="binary"):
            Image.open(io.StringIO("text"))  # type: ignore[arg-type]

    @pytest.mark.filterwarnings("ignore::UserWarning")
    @given(st.data())
    def test_damage_anywhere_gives_an_image_or_a_clear_refusal(self, data: st.DataObject) -> None:
        format_name = data.draw(st.sampled_from(["BMP", "GIF", "JPEG", "PNG", "PPM", "TIFF", "WEBP"]))
        whole = bytearray(encoded(RGB, format_name))
        for _ in range(data.draw(st.integers(1, 4))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        damaged = bytes(whole[: data.draw(st.integers(0, len(whole)))])
        try:
            image = Image.open(damaged, limits=Limits(pixels=10_000))
        except (UnreadableImage, ImageTooLarge):
            return
        assert image.array.size > 0


class TestModes:
    @pytest.mark.parametrize(
        ("mode", "becomes"),
        [
            ("1", "L"),
            ("L", "L"),
            ("LA", "RGBA"),
            ("P", "RGB"),
            ("PA", "RGBA"),
            ("RGB", "RGB"),
            ("RGBA", "RGBA"),
            ("RGBX", "RGB"),
            ("RGBa", "RGBA"),
            ("CMYK", "RGB"),
            ("YCbCr", "RGB"),
            ("HSV", "RGB"),
            ("LAB", "RGB"),
        ],
    )
    def test_every_mode_becomes_gray_color_or_color_with_alpha(self, mode: str, becomes: str) -> None:
        assert Image.from_pil(RGBA.convert("RGB").convert(mode)).mode == becomes

    def test_transparency_of_any_kind_becomes_alpha(self) -> None:
        color = Pil.new("RGB", (2, 1), (1, 2, 3))
        color.putpixel((1, 0), (9, 9, 9))
        palette = color.quantize(2)
        gray = Pil.new("L", (2, 1), 9)
        gray.putpixel((0, 0), 1)
        for image, clear in ((color, (9, 9, 9)), (palette, palette.getpixel((1, 0))), (gray, 9)):
            opened = Image.open(encoded(image, "PNG", transparency=clear))
            assert opened.mode == "RGBA"
            assert opened.array[0, :, 3].tolist() == [255, 0]

    @pytest.mark.parametrize("format_name", ["PNG", "TIFF"])
    def test_16_bit_gray_keeps_black_white_and_the_middle(self, format_name: str) -> None:
        wide = Pil.fromarray(np.array([[0, 128, 129, 32768, 65535]], np.uint16))
        assert Image.open(encoded(wide, format_name)).array.tolist() == [[0, 0, 1, 128, 255]]

    def test_one_bit_is_black_and_white(self) -> None:
        assert Image.from_pil(Pil.fromarray(np.array([[True, False]]))).array.tolist() == [[255, 0]]

    def test_pixels_without_a_set_range_are_refused_with_what_to_do(self) -> None:
        for pixels in (np.zeros((1, 1), np.float32), np.full((1, 1), 70_000, np.int32)):
            with pytest.raises(UnreadableImage, match="scale them"):
                Image.from_pil(Pil.fromarray(pixels))

    def test_cmyk_without_profile_is_noted(self) -> None:
        assert "approximate" in Image.open(encoded(RGB.convert("CMYK"), "JPEG")).notes[0]


class TestColor:
    @pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
    def test_a_profile_is_applied(self, mode: str) -> None:
        red = Pil.new("RGB", (2, 2), (255, 0, 0)).convert(mode)
        image = Image.open(encoded(red, "PNG", icc_profile=red_is_green()))
        assert image.mode == ("RGBA" if mode == "RGBA" else "RGB")
        assert image.array[0, 0, :3].tolist() == [0, 255, 0]
        assert image.notes == ()

    def test_a_profile_of_another_color_space_is_ignored_and_noted(self) -> None:
        image = Image.open(encoded(RGB.convert("L"), "PNG", icc_profile=red_is_green()))
        assert image == Image.from_pil(RGB.convert("L"))
        assert "ICC" in image.notes[0]

    def test_srgb_pixels_are_left_as_they_are(self) -> None:
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        image = Image.open(encoded(RGB, "PNG", icc_profile=srgb))
        assert np.array_equal(image.array, np.asarray(RGB))
        assert image.notes == ()

    def test_a_broken_profile_is_ignored_and_noted(self) -> None:
        image = Image.open(encoded(RGB, "PNG", icc_profile=b"not a profile"))
        assert np.array_equal(image.array, np.asarray(RGB))
        assert "ICC" in image.notes[0]
        assert image == Image.from_pil(RGB)


UPRIGHT = np.asarray(RGB)
# How the camera stores the picture, so that turning it as the tag says gives it back (Exif 2.32, tag 0x0112).
STORED = {
    1: UPRIGHT,
    2: UPRIGHT[:, ::-1],
    3: UPRIGHT[::-1, ::-1],
    4: UPRIGHT[::-1],
    5: UPRIGHT.transpose(1, 0, 2),
    6: np.rot90(UPRIGHT, 1),
    7: np.rot90(UPRIGHT, 2).transpose(1, 0, 2),
    8: np.rot90(UPRIGHT, -1),
}


class TestOrientation:
    @pytest.mark.parametrize("format_name", ["PNG", "TIFF"])
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_every_orientation_gives_the_same_upright_pixels(self, orientation: int, format_name: str) -> None:
        exif = Pil.Exif()
        exif[0x0112] = orientation
        stored = Pil.fromarray(np.ascontiguousarray(STORED[orientation]))
        data = encoded(stored, format_name, exif=exif)
        assert np.array_equal(Image.open(data).array, UPRIGHT)
        assert np.array_equal(Image.from_pil(Pil.open(io.BytesIO(data))).array, UPRIGHT)

    @pytest.mark.parametrize("orientation", [0, 9, 70])
    def test_an_orientation_that_does_not_exist_is_upright(self, orientation: int) -> None:
        exif = Pil.Exif()
        exif[0x0112] = orientation
        assert np.array_equal(Image.open(encoded(RGB, "PNG", exif=exif)).array, UPRIGHT)


class TestLimits:
    def test_pixels_are_counted_before_any_is_decoded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bomb = encoded(Pil.new("1", (9_000, 9_000)), "PNG")
        assert len(bomb) < 20_000
        monkeypatch.setattr(ImageFile, "load", lambda _: pytest.fail("it was decoded"))
        for read in (Image.open, lambda *a, **k: next(Image.frames(*a, **k))):
            with pytest.raises(ImageTooLarge) as caught:
                read(bomb, limits=Limits(pixels=80_000_000))
            assert (caught.value.what, caught.value.found, caught.value.allowed) == ("pixels", 81_000_000, 80_000_000)

    def test_a_header_alone_decides(self) -> None:
        with pytest.raises(ImageTooLarge):
            Image.open(png_header(60_000, 60_000))
        with pytest.raises(UnreadableImage, match="decoding"):
            Image.open(png_header(60, 60))

    @pytest.mark.filterwarnings("error")
    def test_limits_alone_decide_and_not_a_cap_of_the_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Pil, "MAX_IMAGE_PIXELS", 4)
        assert Image.open(encoded(RGB, "PNG")).size == (8, 6)

    def test_exactly_the_limit_is_allowed(self) -> None:
        data = encoded(RGB, "PNG")
        Image.open(data, limits=Limits(pixels=48, frames=1, bytes=len(data)))
        for tight in (Limits(pixels=47), Limits(bytes=len(data) - 1)):
            with pytest.raises(ImageTooLarge):
                Image.open(data, limits=tight)

    def test_bytes_are_counted_before_they_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.png"
        with path.open("wb") as file:
            file.truncate(10**12)
        with pytest.raises(ImageTooLarge) as caught:
            Image.open(path)
        assert (caught.value.what, caught.value.found) == ("bytes", 10**12)

    def test_an_endless_file_is_read_to_the_limit_only(self) -> None:
        class Endless(io.RawIOBase):
            def read(self, size: int = -1, /) -> bytes:
                assert 0 <= size <= 1001
                return b"\0" * size

        with pytest.raises(ImageTooLarge):
            Image.open(Endless(), limits=Limits(bytes=1000))  # type: ignore[arg-type]

    @pytest.mark.parametrize("format_name", ["GIF", "PNG", "TIFF", "WEBP"])
    def test_frames_are_counted(self, format_name: str) -> None:
        data = encoded(RGB, format_name, save_all=True, append_images=[RGB.rotate(180), RGB.rotate(90)])
        for read in (Image.open, lambda *a, **k: list(Image.frames(*a, **k))):
            with pytest.raises(ImageTooLarge) as caught:
                read(data, limits=Limits(frames=2))
            assert (caught.value.what, caught.value.found) == ("frames", 3)

    def test_a_limit_is_at_least_one(self) -> None:
        with pytest.raises(ValueError, match="at least 1"):
            Limits(pixels=0)


class TestFrames:
    PAGES = (RGB, RGB.resize((3, 2)), RGB.convert("L"))

    def test_every_page_of_a_tiff_is_read_with_its_own_size_and_mode(self) -> None:
        data = encoded(self.PAGES[0], "TIFF", save_all=True, append_images=self.PAGES[1:])
        assert list(Image.frames(data)) == [Image.from_pil(page) for page in self.PAGES]

    def test_opening_takes_the_first_and_says_so(self) -> None:
        data = encoded(self.PAGES[0], "TIFF", save_all=True, append_images=self.PAGES[1:])
        image = Image.open(data)
        assert image == Image.from_pil(RGB)
        assert image.notes == ("the first of 3 frames",)

    def test_a_later_page_is_held_to_the_limits_too(self) -> None:
        data = encoded(RGB, "TIFF", save_all=True, append_images=[RGB.resize((20, 20))])
        pages = Image.frames(data, limits=Limits(pixels=100))
        assert next(pages).size == (8, 6)
        with pytest.raises(ImageTooLarge, match="frame 2"):
            next(pages)

    def test_a_single_picture_is_one_frame(self) -> None:
        assert list(Image.frames(encoded(RGB, "PNG"))) == [Image.from_pil(RGB)]
