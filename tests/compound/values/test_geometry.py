"""Places belong to one image, and never slip to another."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from compound.errors.values import FrameMismatch
from compound.values import Box, Frame, Image, Point

FRAME = Frame(width=100, height=50)
OTHER = Frame(width=100, height=50, digest="a" * 64)


def box(left: float, top: float, right: float, bottom: float, frame: Frame = FRAME) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom, frame=frame)


edges = st.floats(-500, 500, allow_nan=False)
boxes = st.tuples(edges, edges, edges, edges).map(
    lambda e: Box.clipped((min(e[0], e[2]), min(e[1], e[3]), max(e[0], e[2]), max(e[1], e[3])), FRAME)
)


class TestFrame:
    def test_frames_of_two_images_differ_even_at_the_same_size(self) -> None:
        assert Frame(width=2, height=2, digest="a" * 64) != Frame(width=2, height=2, digest="b" * 64)

    def test_a_grid_is_never_the_frame_of_an_image(self) -> None:
        assert FRAME != OTHER

    def test_grids_of_one_size_are_the_same(self) -> None:
        assert Frame(width=100, height=50) == FRAME

    @pytest.mark.parametrize("fields", [{"width": 0}, {"height": -1}, {"width": 1.0}, {"width": True}, {"digest": "x"}])
    def test_sizes_are_positive_integers_and_digests_are_digests(self, fields: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            Frame(**{"width": 1, "height": 1, **fields})  # type: ignore[arg-type]


class TestBinding:
    image = Image(np.zeros((50, 100), np.uint8))
    twin = Image(np.ones((50, 100), np.uint8))

    def test_a_box_is_used_on_its_own_image(self) -> None:
        placed = box(0, 0, 1, 1, self.image.frame)
        assert placed.on(self.image) is placed

    def test_a_box_is_refused_on_another_image_of_the_same_size(self) -> None:
        with pytest.raises(FrameMismatch) as caught:
            box(0, 0, 1, 1, self.image.frame).on(self.twin)
        assert caught.value.expected == self.twin.frame
        assert caught.value.found == self.image.frame

    def test_a_box_on_a_grid_is_refused_until_it_is_bound(self) -> None:
        loose = box(0, 0, 1, 1)
        with pytest.raises(FrameMismatch):
            loose.on(self.image)
        assert loose.bound_to(self.image).on(self.image).edges == loose.edges

    def test_binding_takes_neither_another_size_nor_another_image(self) -> None:
        with pytest.raises(FrameMismatch):
            box(0, 0, 1, 1, Frame(width=99, height=50)).bound_to(self.image)
        with pytest.raises(FrameMismatch):
            box(0, 0, 1, 1, self.twin.frame).bound_to(self.image)

    def test_operations_between_frames_are_refused(self) -> None:
        mine, theirs = box(0, 0, 1, 1), box(0, 0, 1, 1, OTHER)
        point = Point(x=0.0, y=0.0, frame=OTHER)
        for operation in (mine.union, mine.intersection, mine.iou):
            with pytest.raises(FrameMismatch):
                operation(theirs)
        with pytest.raises(FrameMismatch):
            mine.contains(point)

    def test_the_error_survives_pickling(self) -> None:
        with pytest.raises(FrameMismatch) as caught:
            box(0, 0, 1, 1).union(box(0, 0, 1, 1, OTHER))
        again = pickle.loads(pickle.dumps(caught.value))
        assert (again.expected, again.found, str(again)) == (FRAME, OTHER, str(caught.value))


class TestBox:
    @pytest.mark.parametrize(
        "wrong", [(-1, 0, 1, 1), (0, 0, 101, 1), (0, 0, 1, 51), (5, 0, 4, 1), (0, float("nan"), 1, 1)]
    )
    def test_edges_lie_in_the_frame_and_in_order(self, wrong: tuple[float, float, float, float]) -> None:
        with pytest.raises(ValidationError):
            box(*wrong)

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(ValidationError):
            box(0, 0, 1, 1).left = 3.0

    def test_unknown_fields_are_refused(self) -> None:
        with pytest.raises(ValidationError):
            Box(left=0, top=0, right=1, bottom=1, frame=FRAME, colour="red")  # type: ignore[call-arg]

    def test_pixels_are_all_those_it_touches(self) -> None:
        assert box(0.5, 1.0, 2.1, 3.0).pixels() == (0, 1, 3, 3)

    @given(boxes, boxes)
    def test_the_union_holds_both_and_the_intersection_lies_in_both(self, one: Box, two: Box) -> None:
        union, shared = one.union(two), one.intersection(two)
        assert union.area >= max(one.area, two.area)
        assert shared is None or (one.union(shared) == one and two.union(shared) == two)

    @given(boxes, boxes)
    def test_iou_is_symmetric_and_between_0_and_1(self, one: Box, two: Box) -> None:
        assert one.iou(two) == pytest.approx(two.iou(one))
        assert 0.0 <= one.iou(two) <= 1.0 + 1e-9

    @given(boxes)
    def test_its_center_lies_in_it_and_json_gives_it_back(self, one: Box) -> None:
        assert one.contains(one.center)
        assert Box.model_validate_json(one.model_dump_json()) == one
        assert hash(one) == hash(one.model_copy())

    def test_a_point_outside_the_frame_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="outside its frame"):
            Point(x=101.0, y=0.0, frame=FRAME)
