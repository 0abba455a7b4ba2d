"""A mask belongs to one image, and says so when it meets another."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from compound.errors.values import FrameMismatch, UnsuitableArray
from compound.values import Frame, Image, Mask

FRAME = Frame(width=7, height=5)
choices = hnp.arrays(np.bool_, (5, 7))


def mask(array: NDArray[np.bool_]) -> Mask:
    return Mask(array, FRAME)


class TestAlgebra:
    @given(choices, choices)
    def test_operators_act_pixel_by_pixel(self, one: NDArray[np.bool_], two: NDArray[np.bool_]) -> None:
        a, b = mask(one), mask(two)
        assert (a & b) == mask(one & two)
        assert (a | b) == mask(one | two)
        assert (a ^ b) == mask(one ^ two)
        assert (a - b) == (a & ~b)
        assert ~(a | b) == (~a & ~b)
        assert a.area + (~a).area == 35

    @given(choices)
    def test_its_box_holds_every_pixel_meant_and_touches_them(self, array: NDArray[np.bool_]) -> None:
        box = mask(array).box()
        if box is None:
            assert not array.any()
            return
        left, top, right, bottom = box.pixels()
        inside = array[top:bottom, left:right]
        assert inside.sum() == array.sum()
        assert all(edge.any() for edge in (inside[0], inside[-1], inside[:, 0], inside[:, -1]))

    @given(choices)
    def test_pickle_and_copy_give_it_back(self, array: NDArray[np.bool_]) -> None:
        one = mask(array)
        assert pickle.loads(pickle.dumps(one)) == one
        assert copy.copy(one) is one


class TestBinding:
    image = Image(np.zeros((5, 7), np.uint8))
    twin = Image(np.ones((5, 7), np.uint8))
    ones = np.ones((5, 7), np.bool_)

    def test_it_is_used_on_its_own_image_alone(self) -> None:
        bound = Mask(self.ones, self.image.frame)
        assert bound.on(self.image) is bound
        with pytest.raises(FrameMismatch):
            bound.on(self.twin)
        with pytest.raises(FrameMismatch):
            bound.bound_to(self.twin)

    def test_a_mask_on_a_grid_is_refused_until_it_is_bound(self) -> None:
        with pytest.raises(FrameMismatch):
            mask(self.ones).on(self.image)
        assert mask(self.ones).bound_to(self.image) == Mask(self.ones, self.image.frame)

    def test_masks_of_two_images_do_not_combine_nor_equal(self) -> None:
        one, two = Mask(self.ones, self.image.frame), Mask(self.ones, self.twin.frame)
        assert one != two
        for combine in (one.__and__, one.__or__, one.__xor__, one.__sub__):
            with pytest.raises(FrameMismatch):
                combine(two)

    def test_its_array_has_the_size_of_the_frame(self) -> None:
        with pytest.raises(FrameMismatch):
            Mask(self.ones.T, FRAME)

    @pytest.mark.parametrize("array", [np.ones((5, 7), np.uint8), np.ones((5, 7, 1), np.bool_)])
    def test_other_arrays_are_refused(self, array: NDArray[np.bool_]) -> None:
        with pytest.raises(UnsuitableArray):
            mask(array)


class TestImmutability:
    @given(choices, st.booleans())
    def test_neither_the_caller_nor_a_reader_can_change_it(self, array: NDArray[np.bool_], fill: bool) -> None:
        one, before = mask(array), array.copy()
        array[:] = fill
        assert np.array_equal(one.array, before)
        with pytest.raises(ValueError, match="read-only"):
            one.array[:] = fill
        with pytest.raises(AttributeError):
            one.frame = FRAME  # type: ignore[misc]


def test_json_holds_a_reference() -> None:
    one = mask(np.ones((5, 7), np.bool_))
    adapter = TypeAdapter(Mask)
    data = adapter.dump_python(one, mode="json")
    assert data == {"mask": one.digest, "width": 7, "height": 5, "of": ""}
    assert set(adapter.json_schema()["required"]) == set(data)
    with pytest.raises(ValidationError, match="codec"):
        adapter.validate_json(adapter.dump_json(one))
