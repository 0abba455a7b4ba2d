"""`map`: one pipeline over many inputs, lazily, in order, each failing for itself."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import BaseModel

from compound import Failed, Image, Node, each, fallback, node, pipeline, when
from compound.errors import BatchMismatch, InputMismatch

PATIENCE = 20


@node
def inc(x: int) -> int:
    return x + 1


@node
def odd_only(x: int) -> int:
    if x % 2 == 0:
        raise ValueError(f"{x} is even")
    return x


@node
def add(x: int, y: int) -> int:
    return x + y


@node(blocking=True)
def waits(x: int) -> int:
    return x + 1


@pipeline
def inline(x: int) -> int:
    return inc(inc(x))


@pipeline
def elsewhere(x: int) -> int:
    return waits(x)


@pytest.mark.parametrize("mapped", [inline, elsewhere])
def test_outputs_come_in_order(mapped: object) -> None:
    by = 2 if mapped is inline else 1
    assert list(mapped.map(range(1_000))) == list(range(by, 1_000 + by))  # type: ignore[attr-defined]


def test_no_inputs_give_no_outputs() -> None:
    assert list(inline.map([])) == []


def test_an_endless_generator_is_read_only_as_far_as_needed() -> None:
    read: list[int] = []

    def endless() -> Iterator[int]:
        for number in count():
            read.append(number)
            yield number

    assert list(islice(elsewhere.using(window=8).map(endless()), 20)) == list(range(1, 21))
    assert len(read) <= 20 + 8


def test_an_output_is_given_before_more_inputs_are_read() -> None:
    answers: list[int] = []

    def conversation() -> Iterator[int]:
        yield 1
        assert answers == [3]
        yield answers[0]

    for output in inline.map(conversation()):
        assert isinstance(output, int)
        answers.append(output)
    assert answers == [3, 5]


def test_a_bounded_number_is_in_flight() -> None:
    read: list[int] = []
    release = threading.Event()

    def items() -> Iterator[int]:
        for number in range(50):
            read.append(number)
            if len(read) == 5:
                release.set()  # the fifth is read only while four wait
            yield number

    @node(blocking=True)
    def held(x: int) -> int:
        assert release.wait(PATIENCE)
        return x

    @pipeline
    def holding(x: int) -> int:
        return held(x)

    outputs = iter(holding.using(window=5).map(items()))
    assert next(outputs) == 0
    assert len(read) == 5
    assert list(outputs) == list(range(1, 50))


def test_an_item_that_fails_does_so_alone_in_its_place() -> None:
    @pipeline
    def picky(x: int) -> int:
        return inc(odd_only(x))

    outputs = list(picky.map([1, 2, 3]))
    assert (outputs[0], outputs[2]) == (2, 4)
    assert isinstance(outputs[1], Failed)
    assert outputs[1].node == "odd_only"


def test_an_input_that_does_not_fit_fails_alone() -> None:
    outputs = list(inline.map([1, "two", 3]))
    assert isinstance(outputs[1], Failed)
    assert isinstance(outputs[1].error, InputMismatch)
    assert outputs[2] == 5


def test_an_input_that_cannot_be_converted_fails_alone(tmp_path: Path) -> None:
    class Receipt(BaseModel):
        total: int

    @node
    def width(image: Image) -> int:
        return image.width

    @node
    def paid(receipt: Receipt) -> int:
        return receipt.total

    @pipeline
    def widths(image: Image) -> int:
        return width(image)

    @pipeline
    def receipts(receipt: Receipt) -> int:
        return paid(receipt)

    good = tmp_path / "good.png"
    good.write_bytes(Image.from_array(np.zeros((2, 3), np.uint8)).png())
    missing, three = widths.map([tmp_path / "missing.png", good])
    assert isinstance(missing, Failed)
    assert three == 3
    wrong, seven = receipts.map([{"total": "many"}, {"total": 7}])
    assert isinstance(wrong, Failed)
    assert isinstance(wrong.error, InputMismatch)
    assert seven == 7


def test_a_failed_effect_fails_its_item() -> None:
    @node(effect="write")
    def save(x: int) -> None:
        if x == 2:
            raise OSError("disk full")

    @pipeline
    def saving(x: int) -> int:
        save(x)
        return inc(x)

    one, two = saving.map([1, 2])
    assert one == 2
    assert isinstance(two, Failed)
    assert two.node == "save"


def test_what_the_inputs_themselves_raise_comes_after_the_outputs_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise OSError("feed lost")

    outputs = iter(elsewhere.map(broken()))
    assert [next(outputs), next(outputs)] == [2, 3]
    with pytest.raises(OSError, match="feed lost"):
        next(outputs)


def test_several_inputs_come_as_tuples_or_by_name() -> None:
    @node
    def power(x: int, y: int) -> int:
        return x**y

    @pipeline
    def powers(x: int, y: int = 2) -> int:
        return power(x, y)

    assert list(powers.map([(2, 3), {"y": 1, "x": 5}, 4])) == [8, 5, 16]


def test_map_is_awaited_with_async_for() -> None:
    async def main() -> list[int | Failed]:
        return [output async for output in elsewhere.map(range(5))]

    assert asyncio.run(main()) == [1, 2, 3, 4, 5]


def test_leaving_early_cancels_what_is_in_flight() -> None:
    running = threading.Event()
    stopped = threading.Event()

    @node
    async def forever(x: int) -> int:
        while x == 0:
            if running.is_set():
                return x
            await asyncio.sleep(0.001)
        running.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        raise AssertionError

    @pipeline
    def endless(x: int) -> int:
        return forever(x)

    for _ in endless.map([0, 1]):
        break
    assert stopped.wait(PATIENCE)


def test_values_of_items_that_are_done_are_let_go() -> None:
    alive: weakref.WeakSet[Blob] = weakref.WeakSet()

    @node(blocking=True, timeout=3600)
    def make(x: int) -> Blob:
        blob = Blob()
        alive.add(blob)
        return blob

    @node
    def use(blob: Blob) -> int:
        return 1

    @pipeline
    def blobs(x: int) -> int:
        return add(use(make(x)), odd_only(x))  # half fail, and a failure that is kept must not keep the blob

    gc.collect()
    gc.disable()
    try:
        outputs = list(blobs.using(window=4).map(range(300)))
    finally:
        gc.enable()
    assert len(outputs) == 300
    assert len(alive) < 100


class Blob:
    """Something large."""


def test_arrays_of_the_caller_are_read_only_while_their_item_runs() -> None:
    @node
    def writes(x: NDArray[np.float64]) -> float:
        x[0] = 9
        return float(x[0])

    @pipeline
    def writing(x: NDArray[np.float64]) -> float:
        return writes(x)

    array = np.zeros(3)
    (failed,) = writing.map([array])
    assert isinstance(failed, Failed)
    assert array[0] == 0
    assert array.flags.writeable


sizes: list[int] = []


class Batched(Node, device="cpu", batch=8):
    """Doubles numbers, many at once."""

    def run(self, x: int) -> int:
        sizes.append(1)
        if x < 0:
            raise ValueError("negative")
        return 2 * x

    def run_batch(self, xs: list[int]) -> list[int]:
        sizes.append(len(xs))
        if min(xs) < 0:
            raise ValueError("one is negative")
        return [2 * x for x in xs]


@pytest.fixture(autouse=True)
def _no_sizes() -> None:
    sizes.clear()


def test_batches_form_across_items() -> None:
    @pipeline
    def doubled(x: int) -> int:
        return Batched()(x)

    assert list(doubled.map(range(64))) == [2 * x for x in range(64)]
    assert sizes == [8] * 8


def test_batches_form_across_branches() -> None:
    double = Batched()

    @node
    def is_even(x: int) -> bool:
        return x % 2 == 0

    @pipeline
    def branched(x: int) -> int:
        return when(is_even(x), double(x), lambda: inc(double(inc(x))))

    assert list(branched.map(range(16))) == [2 * x if x % 2 == 0 else 2 * (x + 1) + 1 for x in range(16)]
    assert sizes == [8, 8]


def test_batches_form_in_each() -> None:
    double = Batched()

    @pipeline
    def doubled(xs: list[int]) -> list[int]:
        return each(double, xs)

    assert doubled(list(range(20))) == [2 * x for x in range(20)]
    assert sum(sizes) == 20
    assert max(sizes) == 8


def test_the_rest_goes_out_when_nothing_else_is_to_do() -> None:
    @pipeline
    def doubled(x: int) -> int:
        return Batched()(x)

    assert list(doubled.map([1, 2, 3])) == [2, 4, 6]
    assert sum(sizes) == 3


def test_when_a_batch_fails_its_calls_are_made_one_by_one() -> None:
    @pipeline
    def doubled(x: int) -> int:
        return Batched()(x)

    outputs = list(doubled.map([1, 2, 3, -4, 5, 6, 7, 8]))
    failed = outputs.pop(3)
    assert outputs == [2, 4, 6, 10, 12, 14, 16]
    assert isinstance(failed, Failed)
    assert str(failed.error) == "negative"
    assert sizes == [8] + [1] * 8


def test_a_batch_of_the_wrong_size_is_the_nodes_fault() -> None:
    class Forgetful(Node, device="cpu", batch=4):
        """Drops one."""

        def run(self, x: int) -> int:
            raise AssertionError("the fault would be hidden if the calls were made again")

        def run_batch(self, xs: list[int]) -> list[int]:
            return xs[1:]

    @pipeline
    def forgetting(x: int) -> int:
        return Forgetful()(x)

    for failed in forgetting.map(range(4)):
        assert isinstance(failed, Failed)
        assert isinstance(failed.error, BatchMismatch)
        assert (failed.error.given, failed.error.returned) == (4, 3)


def test_each_result_of_a_batch_is_checked() -> None:
    class Mixed(Node, device="cpu", batch=2):
        """Returns one wrong thing."""

        def run(self, x: int) -> int:
            return x

        def run_batch(self, xs: list[int]) -> list[int]:
            return [x if x else "none" for x in xs]  # type: ignore[misc]

    @pipeline
    def mixing(x: int) -> int:
        return fallback(Mixed()(x), inc(x))

    assert list(mixing.map([0, 5])) == [1, 5]


def test_batches_take_keyword_only_inputs_and_left_out_defaults() -> None:
    class Shift(Node, device="cpu", batch=4):
        """Adds."""

        def run(self, x: int, *, by: int = 1) -> int:
            return x + by

        def run_batch(self, x: list[int], *, by: list[int] | None = None) -> list[int]:
            sizes.append(len(x))
            return [a + b for a, b in zip(x, by or [1] * len(x), strict=True)]

    shift = Shift()

    @pipeline
    def shifting(x: int) -> int:
        return add(shift(x), shift(x, by=10))

    assert list(shifting.map([1, 2])) == [13, 15]
