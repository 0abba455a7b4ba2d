"""Embeddings are compared within one model only."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from compound.errors.values import EmbeddingMismatch, UnsuitableArray
from compound.values import Embedding

vectors = hnp.arrays(np.float32, 4, elements=st.floats(-100, 100, width=32))


@given(vectors, vectors)
def test_cosine_is_symmetric_and_bounded(one: NDArray[np.float32], two: NDArray[np.float32]) -> None:
    a, b = Embedding(one, "m"), Embedding(two, "m")
    assert a.cosine(b) == pytest.approx(b.cosine(a))
    assert -1.0 <= a.cosine(b) <= 1.0
    assert a.cosine(a) == pytest.approx(1.0 if one.any() else 0.0)


def test_embeddings_of_two_models_or_lengths_are_not_compared() -> None:
    one = Embedding(np.ones(3, np.float32), "m")
    for other in (Embedding(np.ones(3, np.float32), "n"), Embedding(np.ones(2, np.float32), "m")):
        with pytest.raises(EmbeddingMismatch):
            one.cosine(other)
        assert one != other


@pytest.mark.parametrize(
    "array", [np.ones(3), np.ones((1, 3), np.float32), np.ones(0, np.float32), np.array([np.nan], np.float32)]
)
def test_other_arrays_are_refused(array: NDArray[np.float32]) -> None:
    with pytest.raises(UnsuitableArray):
        Embedding(array, "m")


@given(vectors)
def test_it_is_immutable_and_pickles(array: NDArray[np.float32]) -> None:
    one, before = Embedding(array, "m"), array.copy()
    array[:] = 7
    assert np.array_equal(one.array, before)
    assert pickle.loads(pickle.dumps(one)) == one
    assert hash(one) == hash(Embedding(before, "m"))
