"""Arrays count by dtype, byte order, shape and bits; where they lie in memory does not count."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from compound.errors.store import NotKeyable
from compound.keys import arrays
from compound.keys.value import key_of

LARGE = 1 << 17


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes of every array whose content is hashed."""
    sizes: list[int] = []
    original = arrays._digest_of

    def counted(value: Any) -> bytes:
        sizes.append(value.nbytes)
        return original(value)

    monkeypatch.setattr(arrays, "_digest_of", counted)
    return sizes


def test_dtype_byte_order_and_shape_count() -> None:
    zeros = [np.zeros(shape, dtype) for shape in ((), (1,), (6,), (2, 3), (3, 2), (0,), (0, 2)) for dtype in "if<>"[:2]]
    orders = [np.zeros(6, ">i4"), np.zeros(6, "i8"), np.zeros(6, "u4"), np.zeros(6, "M8[s]"), np.zeros(6, "M8[ms]")]
    fields = [np.zeros(6, [("a", "i4")]), np.zeros(6, [("b", "i4")]), np.zeros(6, "S4"), np.zeros(6, "V4")]
    assert len({key_of(array) for array in (*zeros, *orders, *fields)}) == len(zeros) + len(orders) + len(fields)


@given(arrays_of.arrays(np.int16, arrays_of.array_shapes(max_dims=4)), st.data())
def test_where_the_numbers_lie_does_not_count(array: Any, data: Any) -> None:
    view = array.transpose(data.draw(st.permutations(range(array.ndim))))[::-1]
    assert key_of(view) == key_of(view.copy()) == key_of(np.asfortranarray(view))


def test_a_large_view_is_hashed_in_pieces_as_if_it_were_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_PIECE", 1000)
    for array in (
        np.arange(12_000).reshape(40, 300)[:, ::2],
        np.arange(9_000).reshape(3, 3000).T,
        np.arange(9_000)[::3],
    ):
        assert key_of(array) == key_of(array.copy())


def test_bits_count() -> None:
    quiet, other = np.array([0x7FF8000000000000, 0x7FF8000000000001], "u8").view("f8")
    assert key_of(np.array([quiet])) != key_of(np.array([other]))
    assert key_of(np.array([0.0])) != key_of(np.array([-0.0]))


def test_bytes_between_fields_do_not_count() -> None:
    aligned = np.dtype([("a", "i1"), ("b", "i8")], align=True)
    one, two = np.zeros(3, aligned), np.zeros(3, aligned)
    two.view(np.uint8)[1] = 255
    assert key_of(one) == key_of(two)
    two["b"][1] = 1
    assert key_of(one) != key_of(two)


def test_a_mapped_file_is_its_numbers(tmp_path: Path) -> None:
    np.save(tmp_path / "numbers.npy", np.arange(5))
    assert key_of(np.load(tmp_path / "numbers.npy", mmap_mode="r")) is not None


@pytest.mark.parametrize(
    "array",
    [
        np.array([{}]),
        np.array(["a"], np.dtypes.StringDType()),
        np.zeros(2, np.longdouble),
        np.zeros(2, [("a", np.clongdouble)]),
        np.ma.masked_array([1], [True]),
        np.longdouble(1),
    ],
    ids=lambda array: str(array.dtype),
)
def test_bytes_that_are_not_the_value_are_refused(array: Any) -> None:
    with pytest.raises(NotKeyable):
        key_of(array)


def test_a_read_only_array_is_hashed_once(hashed: list[int]) -> None:
    array = np.zeros(LARGE, np.uint8)
    array.flags.writeable = False
    assert key_of(array) == key_of([array][0])
    assert hashed == [LARGE]


def test_a_writable_array_is_hashed_again(hashed: list[int]) -> None:
    array = np.zeros(LARGE, np.uint8)
    before = key_of(array)
    array[0] = 1
    assert key_of(array) != before
    assert len(hashed) == 2


def test_a_read_only_view_of_memory_that_another_may_write_is_hashed_again() -> None:
    owner = np.zeros(LARGE, np.uint8)
    view = owner[:]
    view.flags.writeable = False
    before = key_of(view)
    owner[0] = 1
    assert key_of(view) != before


def test_an_array_over_bytes_is_hashed_once(hashed: list[int]) -> None:
    array = np.frombuffer(bytes(LARGE), np.uint8).reshape(2, -1)
    assert key_of(array) == key_of(array)
    assert len(hashed) == 1


def test_nothing_is_remembered_of_arrays_that_are_gone() -> None:
    array = np.zeros(LARGE, np.uint8)
    array.flags.writeable = False
    key_of(array)
    place = id(array)
    assert place in arrays._digests
    del array
    gc.collect()
    assert place not in arrays._digests
