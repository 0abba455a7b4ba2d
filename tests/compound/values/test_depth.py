"""Depth belongs to one image, as a mask does."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from compound.errors.values import FrameMismatch, UnsuitableArray
from compound.values import Depth, Frame, Image

FRAME = Frame(width=7, height=5)
distances = hnp.arrays(np.float32, (5, 7), elements=st.floats(0, 100, width=32))


@given(distances)
def test_it_keeps_its_distances_and_pickles(array: NDArray[np.float32]) -> None:
    depth, before = Depth(array, FRAME, "metres"), array.copy()
    array[:] = 7
    assert np.array_equal(depth.array, before)
    again = pickle.loads(pickle.dumps(depth))
    assert (again, again.scale, again.frame) == (depth, "metres", FRAME)
    assert depth != Depth(before, FRAME)


def test_it_is_used_on_its_own_image_alone() -> None:
    image, other = (Image(np.full((5, 7), gray, np.uint8)) for gray in (0, 1))
    depth = Depth(np.ones((5, 7), np.float32), image.frame)
    assert depth.on(image) is depth
    with pytest.raises(FrameMismatch):
        depth.on(other)


@pytest.mark.parametrize(
    ("array", "advice"),
    [
        (np.zeros((5, 7)), "float32"),
        (np.zeros(35, np.float32), "H×W"),
        (np.full((5, 7), np.nan, np.float32), "finite"),
        (np.full((5, 7), -1, np.float32), "negative"),
    ],
)
def test_unsuitable_distances_are_refused_with_what_to_do(array: NDArray[Any], advice: str) -> None:
    with pytest.raises(UnsuitableArray, match=advice):
        Depth(array, FRAME)


def test_its_array_has_the_size_of_the_frame() -> None:
    with pytest.raises(FrameMismatch):
        Depth(np.zeros((7, 5), np.float32), FRAME)
