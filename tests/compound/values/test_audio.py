"""Audio is what its samples and its rate are."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from compound.errors.values import UnsuitableArray
from compound.values import Audio

sounds = hnp.arrays(np.float32, st.tuples(st.integers(1, 9), st.integers(1, 3)), elements=st.floats(-2, 2, width=32))


@given(sounds)
def test_it_keeps_its_samples_and_pickles(array: NDArray[np.float32]) -> None:
    sound, before = Audio(array, 8000), array.copy()
    array[:] = 7
    assert np.array_equal(sound.array, before)
    assert sound.channels == before.shape[1]
    assert sound.seconds == len(before) / 8000
    again = pickle.loads(pickle.dumps(sound))
    assert (again, again.rate, again.array.shape) == (sound, 8000, before.shape)


def test_one_dimension_is_mono() -> None:
    assert Audio(np.zeros(4, np.float32), 8000) == Audio(np.zeros((4, 1), np.float32), 8000)


def test_the_same_samples_at_another_rate_or_in_other_channels_are_another_sound() -> None:
    samples = np.zeros(12, np.float32)
    others = [Audio(samples, 8000), Audio(samples, 16000), Audio(samples.reshape(6, 2), 8000)]
    assert len({sound.digest for sound in others}) == 3


@pytest.mark.parametrize(
    ("array", "rate", "advice"),
    [
        (np.zeros(4, np.int16), 8000, "/ 32768"),
        (np.zeros(4), 8000, "astype"),
        (np.zeros((2, 2, 2), np.float32), 8000, "samples×channels"),
        (np.zeros((0, 2), np.float32), 8000, "a sample at least"),
        (np.array([np.inf], np.float32), 8000, "finite"),
        (np.zeros(4, np.float32), 0, "1 Hz"),
    ],
)
def test_unsuitable_samples_are_refused_with_what_to_do(array: NDArray[Any], rate: int, advice: str) -> None:
    with pytest.raises(UnsuitableArray, match=advice):
        Audio(array, rate)


def test_a_list_is_no_array() -> None:
    with pytest.raises(TypeError, match="numpy array"):
        Audio([0.0], 8000)  # type: ignore[arg-type]
