"""What a segmentation is asked for, and what it gives."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from compound.errors.values import FrameMismatch, NoMask
from compound.values import Box, Frame, Image, Mask, Masks, Point, Prompt

IMAGE = Image(np.zeros((5, 7), np.uint8))
OTHER = Image(np.ones((5, 7), np.uint8))
GRID = Frame(width=7, height=5)


def mask(frame: Frame) -> Mask:
    return Mask(np.eye(5, 7, dtype=np.bool_), frame)


def point(frame: Frame) -> Point:
    return Point(x=1, y=2, frame=frame)


class TestPrompt:
    def test_an_empty_one_means_everything_and_fits_every_image(self) -> None:
        assert Prompt().everything
        assert Prompt().frame is None
        assert Prompt().on(IMAGE) == Prompt() == Prompt().bound_to(OTHER)

    def test_words_alone_mean_something_and_fit_every_image(self) -> None:
        assert not Prompt(text="the dog").everything
        assert Prompt(text="the dog").on(OTHER).text == "the dog"

    @pytest.mark.parametrize(
        "prompt",
        [
            Prompt(points=(point(IMAGE.frame),)),
            Prompt(box=Box(left=0, top=0, right=2, bottom=2, frame=IMAGE.frame)),
            Prompt(mask=mask(IMAGE.frame)),
            Prompt(text="the dog", outside=(point(IMAGE.frame),)),
        ],
        ids=["point", "box", "mask", "outside"],
    )
    def test_places_are_used_on_their_own_image_alone(self, prompt: Prompt) -> None:
        assert prompt.on(IMAGE) is prompt
        assert (prompt.frame, prompt.everything) == (IMAGE.frame, False)
        with pytest.raises(FrameMismatch):
            prompt.on(OTHER)

    def test_places_of_two_images_do_not_make_one(self) -> None:
        with pytest.raises(ValidationError, match="several images"):
            Prompt(points=(point(IMAGE.frame),), mask=mask(OTHER.frame))

    def test_places_on_a_grid_are_bound_to_an_image_of_its_size(self) -> None:
        box = Box(left=0, top=0, right=2, bottom=2, frame=GRID)
        prompt = Prompt(points=(point(GRID),), outside=(point(GRID),), box=box, mask=mask(GRID), text="the dog")
        with pytest.raises(FrameMismatch):
            prompt.on(IMAGE)
        bound = prompt.bound_to(IMAGE)
        assert bound.on(IMAGE) is bound
        assert bound.text == "the dog"

    def test_places_outside_of_nothing_are_refused(self) -> None:
        with pytest.raises(ValidationError, match="says which"):
            Prompt(outside=(point(IMAGE.frame),))


class TestMasks:
    def test_the_best_is_the_first(self) -> None:
        first, second = mask(IMAGE.frame), ~mask(IMAGE.frame)
        masks = Masks(frame=IMAGE.frame, masks=(first, second), confidences=(0.9, 0.5))
        assert masks.best is first
        assert masks.on(IMAGE) is masks
        with pytest.raises(FrameMismatch):
            masks.on(OTHER)

    def test_of_nothing_there_is_no_best(self) -> None:
        with pytest.raises(NoMask, match="7×5"):
            _ = Masks(frame=IMAGE.frame, masks=(), confidences=()).best

    @pytest.mark.parametrize(
        ("frames", "confidences", "problem"),
        [
            ((IMAGE.frame,), (), "as many"),
            ((IMAGE.frame, IMAGE.frame), (0.1, 0.2), "surest"),
            ((OTHER.frame,), (0.1,), "several images"),
        ],
    )
    def test_what_does_not_go_together_is_refused(
        self, frames: tuple[Frame, ...], confidences: tuple[float, ...], problem: str
    ) -> None:
        with pytest.raises(ValidationError, match=problem):
            Masks(frame=IMAGE.frame, masks=tuple(map(mask, frames)), confidences=confidences)
