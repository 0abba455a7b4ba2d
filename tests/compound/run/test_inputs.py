"""Inputs are converted at the outer edge of a pipeline, and only there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from compound import Image, node, pipeline
from compound.errors import InputMismatch, PipelineFailed


class Receipt(BaseModel):
    total: int
    shop: str = "corner"


class Order(BaseModel):
    items: list[str]


@node
def width(image: Image) -> int:
    return image.width


@node
def widths(images: list[Image]) -> int:
    return sum(image.width for image in images)


@node
def paid(receipt: Receipt | Order) -> str:
    return type(receipt).__name__


@node
def power(x: int, y: int) -> int:
    return x**y


@pipeline
def measure(image: Image) -> int:
    return width(image)


@pipeline
def measure_all(images: list[Image]) -> int:
    return widths(images)


@pipeline
def kind(receipt: Receipt | Order) -> str:
    return paid(receipt)


@pipeline
def only_receipts(receipt: Receipt) -> str:
    return paid(receipt)


@pipeline
def raised(x: int, y: int = 2) -> int:
    return power(x, y)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "three.png"
    path.write_bytes(Image.from_array(np.zeros((2, 3), np.uint8)).png())
    return path


def test_a_path_an_array_and_bytes_become_an_image(file: Path) -> None:
    assert measure(file) == 3
    assert measure(str(file)) == 3
    assert measure(file.read_bytes()) == 3
    assert measure(np.zeros((2, 5), np.uint8)) == 5


def test_items_of_a_list_are_converted(file: Path) -> None:
    assert measure_all([file, Image.open(file)]) == 6
    assert measure_all((file,)) == 3


def test_the_items_of_a_tuple_are_converted(file: Path) -> None:
    @node
    def count(images: tuple[Image, ...]) -> int:
        return sum(image.width for image in images)

    @pipeline
    def counting(images: tuple[Image, ...]) -> int:
        return count(images)

    assert counting([file, file]) == 6


def test_a_dict_becomes_the_model_that_takes_it() -> None:
    assert kind({"total": 1}) == "Receipt"
    assert kind({"items": ["tea"]}) == "Order"
    assert only_receipts({"total": 1}) == "Receipt"


def test_what_a_model_says_about_a_dict_is_blamed_on_the_pipeline() -> None:
    with pytest.raises(
        InputMismatch, match=r"(?s)only_receipts: the input `receipt` must be Receipt: .*total"
    ) as caught:
        only_receipts({"total": "many"})
    assert (caught.value.pipeline, caught.value.port) == ("only_receipts", "receipt")


def test_an_input_that_fits_is_passed_as_it_is() -> None:
    @node
    def same(xs: list[int]) -> list[int]:
        return xs

    @pipeline
    def hand_on(xs: list[int]) -> list[int]:
        return same(xs)

    xs = [1, 2]
    assert hand_on(xs) is xs


def test_an_input_that_does_not_fit_is_blamed_on_the_pipeline_before_anything_runs() -> None:
    with pytest.raises(InputMismatch, match="raised: the input `x` must be int: got"):
        raised("two")  # type: ignore[arg-type]
    with pytest.raises(InputMismatch):
        raised.start("two")  # type: ignore[arg-type]
    with pytest.raises(InputMismatch):
        raised.stream("two")  # type: ignore[arg-type]


def test_nothing_is_converted_between_nodes(file: Path) -> None:
    @node
    def path(x: int) -> Image:
        return file  # type: ignore[return-value]

    @pipeline
    def lying(x: int) -> int:
        return width(path(x))

    with pytest.raises(PipelineFailed, match="path promises Image"):
        lying(1)


@pytest.mark.parametrize(("args", "named", "output"), [((3,), {}, 9), ((3, 3), {}, 27), ((), {"y": 1, "x": 3}, 3)])
def test_defaults_and_names(args: tuple[int, ...], named: dict[str, int], output: int) -> None:
    assert raised(*args, **named) == output


@pytest.mark.parametrize(("args", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"x": 2}), ((1,), {"z": 2})])
def test_missing_doubled_and_unknown_inputs_are_refused(args: Any, named: Any) -> None:
    from compound.errors import CompoundError

    with pytest.raises(CompoundError, match="raised"):
        raised(*args, **named)
