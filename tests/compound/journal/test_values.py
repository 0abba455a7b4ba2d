"""Values come back as they were, or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound.errors import NotDecodable
from compound.journal.values import SMALL, Values
from compound.keys.value import key_of
from compound.store.blobs import Blobs

PLAIN: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(PLAIN)
def test_any_plain_value_comes_back(value: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        values, digest = Values(Blobs(folder)), key_of(value)
        row = values.row(digest, value)
        assert row is not None
        back = values.read(digest, (row["inline"], row["record"]), Any)
        assert key_of(back) == digest


def test_what_is_small_stays_in_the_journal(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    small, large = "x" * (SMALL - 2), "x" * (SMALL - 1)
    assert (Values(blobs).row(key_of(small), small) or {})["record"] is None
    assert list(blobs) == []
    assert (Values(blobs).row(key_of(large), large) or {})["record"] in set(blobs)


def test_what_refers_to_blobs_is_a_blob_itself_so_that_nothing_collects_them(tmp_path: Path) -> None:
    array = np.arange(3)
    row = Values(Blobs(tmp_path)).row(key_of(array), array)
    assert row is not None
    assert row["record"] is not None


def test_what_has_no_form_without_code_is_not_kept(tmp_path: Path) -> None:
    assert Values(Blobs(tmp_path)).row("0" * 64, object()) is None


def test_a_value_that_was_changed_after_it_was_named_is_not_given_back(tmp_path: Path) -> None:
    values, numbers = Values(Blobs(tmp_path)), [1, 2]
    digest = key_of(numbers)
    numbers.append(3)
    row = values.row(digest, numbers)
    assert row is not None
    with pytest.raises(NotDecodable):
        values.read(digest, (row["inline"], row["record"]), list[int])
