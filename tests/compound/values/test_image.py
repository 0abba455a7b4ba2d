"""Images are what their pixels are: immutable, upright, sRGB, known by digest."""

from __future__ import annotations

import copy
import io
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from pydantic import BaseModel, TypeAdapter, ValidationError

from compound.errors.values import EmptyBox, FrameMismatch, UnreadableImage, UnsuitableArray
from compound.values import Box, Frame, Image, Page, PageText

sides = st.integers(1, 9)
shapes = st.one_of(st.tuples(sides, sides), st.tuples(sides, sides, st.sampled_from([3, 4])))
arrays = hnp.arrays(np.uint8, shapes)
PIXELS: NDArray[np.uint8] = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)


class TestContent:
    @given(arrays)
    def test_the_array_comes_back_as_given(self, array: NDArray[np.uint8]) -> None:
        image = Image.from_array(array)
        assert np.array_equal(image.array, array)
        assert image.array.dtype == np.uint8
        assert image.size == (array.shape[1], array.shape[0])
        assert image.mode == {2: "L", 3: "RGB", 4: "RGBA"}[2 if array.ndim == 2 else array.shape[2]]

    @given(arrays)
    def test_png_pil_pickle_and_copies_lose_nothing(self, array: NDArray[np.uint8]) -> None:
        image = Image(array)
        for same in (
            Image.open(image.png()),
            Image.from_pil(image.pil()),
            pickle.loads(pickle.dumps(image)),
            copy.deepcopy(image),
        ):
            assert same == image
            assert same.mode == image.mode

    def test_gray_is_told_from_color(self) -> None:
        assert (Image(PIXELS).color_space, Image(PIXELS[:, :, 0]).color_space) == ("sRGB", "gray")

    @pytest.mark.parametrize(
        ("array", "advice"),
        [
            (np.zeros((2, 2), np.float32), r"\* 255"),
            (np.zeros((2, 2), np.bool_), "Mask"),
            (np.zeros((2, 2), np.uint16), "scale"),
            (np.zeros((2, 2, 2), np.uint8), "H×W×3"),
            (np.zeros((2,), np.uint8), "H×W"),
            (np.zeros((0, 2), np.uint8), "at least one pixel"),
        ],
    )
    def test_an_unsuitable_array_is_refused_with_what_to_do(self, array: NDArray[Any], advice: str) -> None:
        with pytest.raises(UnsuitableArray, match=advice) as caught:
            Image(array)
        assert caught.value.shape == array.shape

    def test_a_list_is_no_array(self) -> None:
        with pytest.raises(TypeError, match="numpy array"):
            Image([[1]])  # type: ignore[arg-type]


class TestDigest:
    @given(arrays)
    def test_equal_pixels_have_equal_digests(self, array: NDArray[np.uint8]) -> None:
        one, two = Image(array), Image(np.asfortranarray(array))
        assert (one.digest, hash(one)) == (two.digest, hash(two))
        assert one == two
        assert len(one.digest) == 64

    @given(arrays, arrays)
    def test_different_images_have_different_digests(self, one: NDArray[np.uint8], two: NDArray[np.uint8]) -> None:
        assert (Image(one).digest == Image(two).digest) == (one.shape == two.shape and bool(np.all(one == two)))

    def test_the_same_bytes_in_another_shape_or_mode_are_another_image(self) -> None:
        flat = np.zeros(12, np.uint8)
        shapes = [(12, 1), (1, 12), (3, 4), (1, 4, 3), (4, 1, 3), (1, 3, 4)]
        assert len({Image(flat.reshape(shape)).digest for shape in shapes}) == len(shapes)

    def test_it_is_the_same_in_every_process_and_release(self) -> None:
        assert Image(PIXELS).digest == "0bd84b7348ad871a00bd594c74d244d6476704dda3209d3d9aafb6e127ef1243"


class TestImmutability:
    @pytest.mark.parametrize("source", [PIXELS.copy(), np.asfortranarray(PIXELS), PIXELS[::-1], PIXELS[:, 1:4]])
    def test_what_the_caller_does_to_the_array_later_does_not_reach_it(self, source: NDArray[np.uint8]) -> None:
        source = source.copy(order="K")
        image, before = Image(source), source.copy()
        source[:] = 99
        assert np.array_equal(image.array, before)

    def test_a_read_only_array_with_a_writable_view_is_copied_too(self) -> None:
        source = PIXELS.copy()
        view = source[:]
        source.flags.writeable = False
        image = Image(source)
        view[:] = 99
        assert np.array_equal(image.array, PIXELS)

    def test_its_array_cannot_be_written_nor_made_writable(self) -> None:
        array = Image(PIXELS).array
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1
        with pytest.raises(ValueError, match="WRITEABLE"):
            array.flags.writeable = True

    def test_pixels_that_cannot_change_are_not_copied(self) -> None:
        image = Image(PIXELS)
        assert np.shares_memory(Image(image.array).array, image.array)

    @pytest.mark.parametrize("name", ["array", "_array", "mode", "new"])
    def test_attributes_cannot_be_set_or_deleted(self, name: str) -> None:
        image = Image(PIXELS)
        with pytest.raises(AttributeError):
            setattr(image, name, 1)
        with pytest.raises(AttributeError):
            delattr(image, name)


class TestCrop:
    image = Image(PIXELS)

    def test_it_takes_every_pixel_the_box_touches(self) -> None:
        cut = self.image.crop(Box(left=1.5, top=0, right=3.2, bottom=2, frame=self.image.frame))
        assert np.array_equal(cut.array, PIXELS[0:2, 1:4])
        assert cut.frame != self.image.frame

    def test_a_box_of_another_image_is_refused(self) -> None:
        other = Image(PIXELS + 1)
        with pytest.raises(FrameMismatch):
            self.image.crop(Box(left=0, top=0, right=1, bottom=1, frame=other.frame))

    def test_a_box_without_pixels_is_refused(self) -> None:
        with pytest.raises(EmptyBox):
            self.image.crop(Box(left=1, top=0, right=1, bottom=2, frame=self.image.frame))


class TestConversionAtTheEdge:
    def test_paths_bytes_files_arrays_and_pil_images_become_the_same_image(self, tmp_path: Path) -> None:
        image = Image(PIXELS)
        path = tmp_path / "scan.png"
        path.write_bytes(image.png())
        with path.open("rb") as file:
            for outer in (path, str(path), image.png(), file, io.BytesIO(image.png()), PIXELS, image.pil(), image):
                assert Image.__compound_convert__(outer) == image

    @pytest.mark.parametrize("outer", [3, None, [1, 2], object()])
    def test_anything_else_is_a_type_error(self, outer: object) -> None:
        with pytest.raises(TypeError, match="cannot make an Image"):
            Image.__compound_convert__(outer)

    def test_a_path_becomes_page_1(self, tmp_path: Path) -> None:
        path = tmp_path / "scan.png"
        path.write_bytes(Image(PIXELS).png())
        page = Page.__compound_convert__(path)
        assert (page.number, page.image, page.source) == (1, Image(PIXELS), str(path))
        assert Page.__compound_convert__(Image(PIXELS)).source == ""
        assert Page.__compound_convert__(page) is page

    def test_a_missing_path_is_named(self) -> None:
        with pytest.raises(UnreadableImage, match=r"nowhere\.png"):
            Page.__compound_convert__("nowhere.png")


class Scan(BaseModel):
    image: Image


class TestInModels:
    def test_a_field_takes_instances_alone(self) -> None:
        image = Image(PIXELS)
        assert Scan(image=image).image is image
        with pytest.raises(ValidationError):
            Scan(image=PIXELS)  # type: ignore[arg-type]

    def test_json_holds_a_reference_that_its_schema_describes(self) -> None:
        image = Image(PIXELS)
        reference = {"image": image.digest, "width": 7, "height": 5, "mode": "RGB"}
        assert Scan(image=image).model_dump(mode="json") == {"image": reference}
        assert Scan(image=image).model_dump() == {"image": image}
        schema = TypeAdapter(Image).json_schema()
        assert set(schema["required"]) == set(schema["properties"]) == set(reference)

    def test_json_alone_does_not_give_the_image_back(self) -> None:
        with pytest.raises(ValidationError, match="codec"):
            Scan.model_validate_json(Scan(image=Image(PIXELS)).model_dump_json())

    def test_a_text_layer_lies_on_its_page(self) -> None:
        layer = PageText(content="", page=1, frame=Frame(width=7, height=5))
        with pytest.raises(ValidationError, match="text layer"):
            Page(number=1, image=Image(PIXELS), text_layer=layer)
