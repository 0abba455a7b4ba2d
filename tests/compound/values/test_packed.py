"""A packed image is the same image in less memory."""

from __future__ import annotations

import gc
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from compound.store.blobs import Blobs
from compound.values import Box, Image, png
from compound.values.codec import from_json, to_json

sides = st.integers(1, 40)
shapes = st.one_of(st.tuples(sides, sides), st.tuples(sides, sides, st.sampled_from([3, 4])))
PAGE = Image(np.full((300, 200, 3), 255, np.uint8))


@given(hnp.arrays(np.uint8, shapes))
def test_a_packed_image_is_equal_to_the_image(array: NDArray[np.uint8]) -> None:
    image = Image(array, notes=("a note",))
    packed = image.packed()

    assert packed == image
    assert np.array_equal(packed.array, array)
    assert (packed.size, packed.mode, packed.frame, packed.notes) == (image.size, image.mode, image.frame, image.notes)
    assert packed.nbytes <= image.nbytes


def test_a_page_of_paper_takes_little_memory() -> None:
    assert PAGE.nbytes == 180_000
    assert PAGE.packed().nbytes < 2_000


@given(hnp.arrays(np.uint8, st.tuples(sides, sides, st.just(1))))
def test_colors_that_are_gray_are_kept_as_gray_and_come_back_as_colors(gray: NDArray[np.uint8]) -> None:
    image = Image(np.repeat(gray, 3, axis=2))

    assert np.array_equal(image.packed().array, image.array)
    assert Image.open(image.packing().data).mode == "L"


def test_noise_is_kept_as_it_is() -> None:
    noise = Image(np.random.default_rng(0).integers(0, 256, (50, 50), np.uint8))

    assert noise.packed() is noise


def test_packing_twice_is_packing_once() -> None:
    packed = PAGE.packed()

    assert packed.packed() == packed
    assert packed.packed().nbytes == packed.nbytes


def test_its_array_cannot_be_written_nor_made_writable() -> None:
    array = PAGE.packed().array
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 1
    with pytest.raises(ValueError, match="WRITEABLE"):
        array.flags.writeable = True


def test_those_who_look_at_the_same_time_look_at_the_same_array() -> None:
    packed = PAGE.packed()
    with ThreadPoolExecutor(8) as pool:
        arrays = list(pool.map(lambda _: packed.array, range(64)))

    assert len({id(array) for array in arrays}) == 1


def test_the_pixels_are_not_kept_when_nobody_looks() -> None:
    from weakref import ref

    packed = PAGE.packed()
    array = packed.array
    looked_at = ref(array)
    del array
    gc.collect()

    assert looked_at() is None
    assert np.array_equal(packed.array, PAGE.array)


def test_it_is_pickled_packed() -> None:
    data = pickle.dumps(PAGE.packed())
    same = pickle.loads(data)

    assert len(data) < 4_000
    assert same == PAGE
    assert same.nbytes == PAGE.packed().nbytes


def test_a_copy_from_another_process_knows_its_digest_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(PAGE.packed())
    monkeypatch.setattr(png, "read", None)

    assert pickle.loads(data).digest == PAGE.digest


def test_it_is_stored_as_the_image_is(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)

    assert to_json(PAGE.packed(), blobs) == to_json(PAGE, blobs)
    assert from_json(to_json(PAGE.packed(), blobs), Image, blobs) == PAGE


def test_what_is_made_of_it_is_made_of_its_pixels() -> None:
    packed = PAGE.packed()
    box = Box(left=1, top=2, right=30, bottom=40, frame=PAGE.frame)

    assert packed.crop(box) == PAGE.crop(box)
    assert packed.png() == PAGE.png()
    assert repr(packed) == repr(PAGE)
